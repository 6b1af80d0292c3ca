import type { Capabilities, TargetDescriptor } from './descriptor';
import type { TargetRegistry } from './registry';
import { targets } from './targets';

const rows: readonly (readonly [title: string, cell: (target: TargetDescriptor) => string])[] = [
  ['is', ({ label }) => label],
  ['requests', ({ requests }) => requests.join(', ')],
  ['figures are', ({ figures }) => figures.label],
  ['arithmetic', ({ arithmetic }) => arithmetic.map((name) => `\`${name}\``).join(', ')],
  [
    'read memory',
    ({ capabilities }) => (capabilities.readMemory === 'all' ? 'all 32 MiB' : 'weights, buffers and caches'),
  ],
  ['change memory', ({ capabilities }) => yesNo(capabilities.writeMemory)],
  ['registers', ({ capabilities }) => yesNo(capabilities.registers)],
  ['disassembly', ({ capabilities }) => yesNo(capabilities.disassembly)],
  ['step back', ({ capabilities }) => yesNo(capabilities.stepBack)],
  ['checkpoint', ({ capabilities }) => checkpointCell(capabilities)],
  ['television', ({ capabilities }) => televisionCell(capabilities)],
  [
    'keeps running when the session ends',
    ({ capabilities }) => (capabilities.keepsRunning ? 'if you want' : 'no'),
  ],
];

/** The capabilities of each target, as a Markdown table for docs/debugging.md. */
export function targetTable(registry: TargetRegistry = targets): string {
  const { all } = registry;
  const cells = [
    ['', ...all.map(({ id }) => `\`${id}\``)],
    ...rows.map(([title, cell]) => [title, ...all.map(cell)]),
  ];
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(cells[0] ?? []), rule, ...cells.slice(1).map(line)].join('\n');
}

function yesNo(can: boolean): string {
  return can ? 'yes' : 'no';
}

function televisionCell({ television }: Capabilities): string {
  if (television === 'editor') return 'editor Television';
  return television === 'own' ? 'its own' : 'no';
}

function checkpointCell({ stepBack, saveStates }: Capabilities): string {
  if (stepBack) return 'yes';
  return saveStates ? 'in a slot that you set' : 'no';
}
