import { pcsx2Capabilities } from '../pcsx2/capabilities';
import { ps2linkCapabilities } from '../ps2link/capabilities';
import type { TargetCapabilities } from './target';
import { consoleCapabilities } from './console';
import { referenceCapabilities } from './reference';

/** Every target by its name in the launch configuration, the default first. */
const targets: readonly (readonly [name: string, capabilities: TargetCapabilities])[] = [
  ['console', consoleCapabilities],
  ['reference', referenceCapabilities],
  ['pcsx2', pcsx2Capabilities],
  ['ps2link', ps2linkCapabilities],
];

const rows: readonly (readonly [title: string, cell: (capabilities: TargetCapabilities) => string])[] = [
  ['figures come from', ({ provenance }) => provenance],
  ['read memory', ({ readMemory }) => (readMemory === 'all' ? 'all 32 MiB' : 'weights, buffers and caches')],
  ['change memory', ({ writeMemory }) => yesNo(writeMemory)],
  ['registers', ({ registers }) => yesNo(registers)],
  ['disassembly', ({ disassemble }) => yesNo(disassemble)],
  ['step back', ({ stepBack }) => yesNo(stepBack)],
  ['checkpoint', ({ checkpoints }) => checkpointCells[checkpoints]],
];

const checkpointCells: Readonly<Record<TargetCapabilities['checkpoints'], string>> = {
  no: 'no',
  'save state': 'in a slot that you give',
  'step back': 'yes',
};

/** What each target can do, as a table in Markdown; docs/debugging.md carries it. */
export function targetTable(): string {
  const cells = [
    ['', ...targets.map(([name]) => `\`${name}\``)],
    ...rows.map(([title, cell]) => [title, ...targets.map(([, capabilities]) => cell(capabilities))]),
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
