import type { Hover } from 'vscode-languageserver';
import { cursorAt } from './cursor';
import { directivesOf } from './directives';
import { wordOf } from './encoding';
import { instructionOf } from './instruction';
import { instructionHelp } from './instructionHelp';
import type { SourceSet } from './library';
import { placesAt, rangeOf } from './navigation';
import { registerOf } from './registers';
import { gprNames } from '../../ee/registers';
import { lookUp } from '../../common/lookUp';

/** The hover of the word at a position. */
export function hoverAt(sources: SourceSet, line: number, character: number): Hover | undefined {
  const cursor = cursorAt(sources.document, line, character);
  if (cursor === undefined || cursor.where === 'comment' || cursor.word.text === '') return undefined;
  const value =
    cursor.where === 'name' && cursor.statement !== undefined
      ? (nameHelp(sources, cursor.statement) ?? symbolHelp(sources, line, character))
      : (registerHelp(sources, cursor.word.text) ?? symbolHelp(sources, line, character));
  if (value === undefined) return undefined;
  return { contents: { kind: 'markdown', value }, range: rangeOf({ line, ...cursor.word }) };
}

function nameHelp(
  { document }: SourceSet,
  statement: Parameters<typeof instructionOf>[0],
): string | undefined {
  const { name, kind } = statement;
  if (name === undefined) return undefined;
  if (kind === 'directive') {
    const all = directivesOf(document.dialect).filter((directive) => directive.name === name.text);
    const option = `${name.text} ${statement.operands[0]?.text ?? ''}`;
    const found = all.find(({ usage }) => usage === option) ?? all[0];
    return found && `\`\`\`text\n${found.usage}\n\`\`\`\n\n${found.words}.`;
  }
  const instruction = instructionOf(statement, document.dialect);
  if (instruction === undefined) return undefined;
  const word = wordOf(instruction);
  const encoded = word === undefined ? '' : `\n\nHere: \`0x${word.toString(16).padStart(8, '0')}\``;
  return instructionHelp(instruction.mnemonic, document.dialect) + encoded;
}

const uses: readonly (readonly [numbers: readonly [number, number], use: string])[] = [
  [[0, 0], 'always 0'],
  [[1, 1], 'reserved for the assembler; free with `.set noat`'],
  [[2, 3], 'results; the number of a system call is in $v1'],
  [[4, 11], 'argument (n32 has eight); caller-saved'],
  [[12, 15], 'temporary; caller-saved'],
  [[16, 23], 'callee-saved'],
  [[24, 25], 'temporary; caller-saved'],
  [[26, 27], 'reserved for the kernel: an interrupt changes it at any time'],
  [[28, 28], 'global pointer'],
  [[29, 29], 'stack pointer, a multiple of 16'],
  [[30, 30], 'frame pointer, callee-saved'],
  [[31, 31], 'return address'],
];

function registerHelp({ document }: SourceSet, text: string): string | undefined {
  const register = registerOf(text, document.dialect);
  if (register === undefined || (document.dialect === 'r5900' && !text.startsWith('$'))) return undefined;
  const { number } = register;
  switch (register.class) {
    case 'gpr': {
      const use = uses.find(([[from, to]]) => number >= from && number <= to)?.[1] ?? '';
      return `**$${gprNames[number] ?? number}**, general register ${number}, 128 bits: ${use}.`;
    }
    case 'plain':
      return `Register ${number}; as a general register it is **$${gprNames[number] ?? number}** in the n32 ABI.`;
    case 'fpr':
      return `**$f${number}**, float of 32 bits; not IEEE: no NaN, no infinity, no denormals.`;
    case 'vf':
      return `**VF${String(number).padStart(2, '0')}**, four floats x, y, z, w${number === 0 ? ': always 0, 0, 0, 1' : ''}.`;
    case 'vi':
      return `**VI${String(number).padStart(2, '0')}**, ${number > 15 ? 'control register of VU0' : `integer of 16 bits${number === 0 ? ': always 0' : ''}`}.`;
    case 'accumulator':
      return '**ACC**, accumulator of four floats.';
    case 'special':
      return lookUp(specials, register.name ?? '');
  }
}

const specials: Readonly<Record<string, string>> = {
  Q: '**Q**, result of the divider, ready 7 cycles after `div` and `sqrt`, 13 after `rsqrt`.',
  P: '**P**, result of the elementary function unit of VU1.',
  I: '**I**, an immediate float: `loi` in a micro program, `ctc2` to $vi21 in macro mode.',
  R: '**R**, the random number of 23 bits.',
};

/** The line that defines a name. */
function symbolHelp(sources: SourceSet, line: number, character: number): string | undefined {
  const definition = placesAt(sources, line, character).find(({ place }) => place.role === 'definition');
  if (definition === undefined) return undefined;
  const { uri, place } = definition;
  const document = [sources.document, ...sources.included].find((source) => source.uri === uri);
  const text = document?.lines[place.line]?.text.trim() ?? place.text;
  const file = uri === sources.document.uri ? '' : ` of ${fileName(uri)}`;
  // A longer fence than any in the user's text keeps it verbatim.
  const fence = '`'.repeat(Math.max(3, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length + 1)));
  return `${place.kind ?? 'name'}, line ${place.line + 1}${file}\n\n${fence}text\n${text}\n${fence}`;
}

function fileName(uri: string): string {
  try {
    return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)).replace(/[`*_[\]<>\\]/g, '');
  } catch {
    return 'another file';
  }
}
