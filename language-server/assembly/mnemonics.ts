import { pseudoInstructionNamed, pseudoInstructions, otherForms } from '../../ee/pseudo';
import { instructionNamed, instructions, type Instruction } from '../../ee/table';
import { vuInstructionNamed, vuInstructions, type Slot, type VuInstruction } from '../../ee/vu/table';
import type { Dialect } from './dialect';
import { closestNames } from '../../common/closestNames';
import { lookUp } from '../../common/lookUp';

/** The meaning of a mnemonic in a source. */
export interface Mnemonic {
  readonly row: Instruction & { readonly slot?: Slot; readonly vu1Only?: boolean };
  /** Component letters after the dot, in the order x, y, z, w; all four by default. */
  readonly components?: string;
  /** Allowed operand lists, the usual one first. */
  readonly forms: readonly (readonly string[])[];
  /** Set for pseudo instructions. */
  readonly pseudo?: { readonly words: string; readonly single: boolean; readonly source: string };
}

const componentLetters = /^(?=[xyzw])x?y?z?w?$/;
/** Aliases of names in the table. */
const synonyms: Readonly<Record<string, string>> = {
  'qmfc2.ni': 'qmfc2',
  'qmtc2.ni': 'qmtc2',
  'cfc2.ni': 'cfc2',
  'ctc2.ni': 'ctc2',
  'sync.l': 'sync',
};

const known = new Map<string, Mnemonic | undefined>();

/**
 * The meaning of a mnemonic in upper or lower case; undefined if there is no such instruction.
 * @param slot its column in a micro program; by default the upper one is tried first
 */
export function mnemonicOf(written: string, dialect: Dialect, slot?: Slot): Mnemonic | undefined {
  const key = `${dialect} ${slot ?? ''} ${written}`;
  if (known.has(key)) return known.get(key);
  const found =
    dialect === 'r5900'
      ? coreMnemonic(written.toLowerCase())
      : vuMnemonic(written.toLowerCase(), dialect, slot);
  // Many different wrong names must not fill the memory.
  if (known.size > 20_000) known.clear();
  known.set(key, found);
  return found;
}

function splitComponents(name: string): [base: string, components: string | undefined] {
  const dot = name.lastIndexOf('.');
  const letters = name.slice(dot + 1);
  return dot > 0 && componentLetters.test(letters) ? [name.slice(0, dot), letters] : [name, undefined];
}

function coreMnemonic(name: string): Mnemonic | undefined {
  const synonym = lookUp(synonyms, name) ?? name;
  const row = instructionNamed(synonym);
  if (row !== undefined && !/\.xyz$/.test(synonym)) return { row, forms: formsOf(row) };
  const pseudo = pseudoInstructionNamed(name);
  if (pseudo !== undefined) return fromPseudo(name);
  const [base, components] = splitComponents(name);
  const vector = instructionNamed(`${base}.dest`);
  if (vector !== undefined) return { row: vector, components: components ?? 'xyzw', forms: formsOf(vector) };
  const fixed = instructionNamed(`${base}.xyz`);
  if (fixed === undefined || (components ?? 'xyz') !== 'xyz') return undefined;
  return { row: fixed, components: 'xyz', forms: formsOf(fixed) };
}

function fromPseudo(name: string): Mnemonic | undefined {
  const pseudo = pseudoInstructionNamed(name);
  if (pseudo === undefined) return undefined;
  const row: Instruction = {
    mnemonic: name,
    mask: 0,
    match: 0,
    operands: pseudo.forms[0] ?? [],
    operation: pseudo.words,
    unit: /^b/.test(name) ? 'branch' : name.endsWith('.s') ? 'cop1' : 'integer',
    source: pseudo.source,
  };
  return { row, forms: pseudo.forms, pseudo };
}

function formsOf(row: Instruction): readonly (readonly string[])[] {
  const operands = row.operands.filter((operand) => operand !== 'anyfsf');
  return [operands, ...otherForms(row.mnemonic)];
}

function vuMnemonic(name: string, dialect: Dialect, slot: Slot | undefined): Mnemonic | undefined {
  const [base, components] = splitComponents(name);
  const row = vuRow(base, slot) ?? (dialect === 'vcl' ? vclRow(base) : undefined);
  if (row === undefined) return undefined;
  const fixed = row.mnemonic.endsWith('.xyz');
  const takes = row.mnemonic.endsWith('.dest');
  if (components !== undefined && !takes && !(fixed && components === 'xyz')) return undefined;
  const letters = takes ? (components ?? 'xyzw') : fixed ? 'xyz' : undefined;
  return { row, forms: formsOf(row), ...(letters !== undefined && { components: letters }) };
}

function vuRow(base: string, slot: Slot | undefined): VuInstruction | undefined {
  if (slot !== undefined) return vuInstructionNamed(base, slot);
  return vuInstructionNamed(base, 'upper') ?? vuInstructionNamed(base, 'lower');
}

/** VCL writes `clip` for clipw and lets the operands choose the form of arithmetic. */
function vclRow(base: string): VuInstruction | undefined {
  return base === 'clip' ? vuInstructionNamed('clipw', 'upper') : undefined;
}

/** All mnemonics of a dialect with their operand lists, without component letters. */
export function writtenNames(dialect: Dialect): readonly string[] {
  const names =
    dialect === 'r5900'
      ? [
          ...instructions.map(({ mnemonic }) => mnemonic.replace(/\.(?:dest|xyz)$/, '')),
          ...Object.keys(synonyms),
          ...pseudoInstructions.map(({ mnemonic }) => mnemonic),
        ]
      : vuInstructions.map(({ mnemonic }) => mnemonic.replace(/\.(?:dest|xyz)$/, ''));
  return [...new Set(names)];
}

const vifCodes =
  /^(?:vifnop|stcycl|offset|base|itop|stmod|mskpath3|mark|flush[ea]?|mscalf?|mscnt|stmask|strow|stcol|mpg|direct(?:hl)?|unpack|dma(?:cnt|next|refe?|refs|ret|call|end)|gif(?:packed|reglist|image))$/i;

/** Whether a word of a `.dsm` file is a code for the VIF, DMA controller or GIF, not an instruction. */
export function isVifCode(word: string): boolean {
  return vifCodes.test(word.replace(/\[.*$/, ''));
}

/** Instructions of other processors that people write out of habit, and replacements. */
const elsewhere: readonly (readonly [pattern: RegExp, hint: string, replacement?: string])[] = [
  [/^cvt\.w\.s$/, 'GNU as calls it trunc.w.s', 'trunc.w.s'],
  [/^c\.olt\.s$/, 'the R5900 has c.lt.s', 'c.lt.s'],
  [/^c\.ole\.s$/, 'the R5900 has c.le.s', 'c.le.s'],
  [/^(?:round|ceil|floor)\.w\.s$/, 'the R5900 only has trunc.w.s, which rounds towards zero'],
  [
    /^(?:ll|sc)d?$/,
    'the R5900 has no load-linked and store-conditional; disable interrupts or use a semaphore',
  ],
  [/^d(?:mult|div)u?$/, 'the R5900 multiplies and divides words only'],
  [/\.d$|\.d\.|^[ls]dc1$|^dm[tf]c1$/, 'the R5900 has no double precision'],
  [/^cl[zo]$/, 'use plzcw, which counts leading bits equal to the sign bit, minus one'],
];

/** Advice for a name that is not an instruction of the dialect: what it has instead, or what was probably meant. */
export function adviceOn(
  written: string,
  dialect: Dialect,
): { readonly hint: string; readonly replacement?: string } | undefined {
  const name = written.toLowerCase();
  const habit = dialect === 'r5900' ? elsewhere.find(([pattern]) => pattern.test(name)) : undefined;
  if (habit !== undefined) {
    const [, hint, replacement] = habit;
    return { hint, ...(replacement !== undefined && { replacement }) };
  }
  const [base, components] = splitComponents(name);
  const near = closestNames(base, writtenNames(dialect)).map((found) => {
    const whole = components === undefined ? found : `${found}.${components}`;
    return written === name ? whole : whole.toUpperCase();
  });
  const [only, ...others] = near;
  if (only === undefined) return undefined;
  const hint = `did you mean ${near.join(' or ')}?`;
  return { hint, ...(others.length === 0 && { replacement: only }) };
}
