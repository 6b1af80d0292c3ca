import { operandInfos, operandLabel } from '../../ee/operands';
import { portabilityOf } from '../../ee/reference/portability';
import { timingOf } from '../../ee/reference/timing';
import { vectorWordsOf, wordsOf } from '../../ee/reference/wordsOf';
import type { Slot } from '../../ee/vu/table';
import type { Dialect } from './dialect';
import type { Mnemonic } from './mnemonics';

/** The syntax of an instruction, such as `addu rd, rs, rt`. */
export function usageOf({ row, components }: Mnemonic, form: readonly string[] = row.operands): string {
  const name = row.mnemonic.replace(/\.(?:dest|xyz)$/, components === undefined ? '' : `.${components}`);
  const operands = form.map(operandLabel).filter((label) => label !== 'anyfsf');
  return operands.length === 0 ? name : `${name} ${operands.join(', ')}`;
}

/** One sentence about an instruction. */
export function sentenceOf({ row, pseudo }: Mnemonic): string {
  if (pseudo !== undefined) return pseudo.words;
  const words =
    row.slot === undefined
      ? wordsOf(row.mnemonic)
      : vectorWordsOf(row.mnemonic.replace(/\.(?:dest|xyz)$/, ''));
  return words ?? row.operation;
}

/** Everything about an instruction, as Markdown: description, pseudo-code, operands, timing, portability, sources. */
export function instructionHelp(mnemonic: Mnemonic, dialect: Dialect): string {
  const { row, forms, pseudo } = mnemonic;
  const usages = forms.map((form) => usageOf(mnemonic, form)).join('\n');
  const parts = [code(usages), `${sentenceOf(mnemonic)}.`];
  if (pseudo !== undefined) {
    parts.push(
      `The assembler expands it to ${pseudo.single ? 'another instruction' : 'one or more instructions'}.`,
    );
    return [...parts, `*Source: ${pseudo.source}*`].join('\n\n');
  }
  parts.push(code(row.operation));
  const operands = [...new Set(row.operands)].flatMap((name) => {
    const info = operandInfos[name];
    if (info === undefined || info.words === '') return [];
    const range = info.range === undefined ? '' : `, ${info.range[0]} to ${info.range[1]}`;
    return [`- \`${operandLabel(name)}\`: ${info.words}${range}`];
  });
  if (operands.length > 0) parts.push(operands.join('\n'));
  parts.push(timingText(mnemonic, dialect));
  const portability = portabilityOf(row);
  if (portability !== undefined && row.slot === undefined)
    parts.push(
      `**${portability.wrongInEmulators ? 'Not portable' : 'Portability'}:** ${portability.note} *(${portability.source})*`,
    );
  if (row.vu1Only === true) parts.push('VU1 only.');
  if (row.unit === 'mmi') parts.push('Elements are numbered from the lowest; all 128 bits are used.');
  parts.push(`*Source: ${row.source}*`);
  return parts.join('\n\n');
}

function code(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}

const slots: Readonly<Record<Slot, string>> = { upper: 'upper column', lower: 'lower column' };

function timingText({ row }: Mnemonic, dialect: Dialect): string {
  const cycles = (count: number | undefined): string =>
    count === undefined ? 'unknown' : `${count} cycle${count === 1 ? '' : 's'}`;
  if (dialect !== 'r5900' && row.slot !== undefined) {
    const { throughput } = row as { throughput?: number };
    return `Latency ${cycles(row.latency)}, throughput ${cycles(throughput)}; ${slots[row.slot]}, ${row.pipe ?? ''} pipe`;
  }
  const { latency, throughput, pipe, source } = timingOf(row);
  return `Latency ${cycles(latency)}, throughput ${cycles(throughput)}; pipe: ${pipe} *(${source})*`;
}
