import { decode } from './decode';
import { destField, fieldOf, operandFields } from './fields';
import { cop0Names, cop1ControlName, gprNames } from './registers';
import type { Instruction } from './table';

/** Text for an address, such as `main+0x10`; undefined if there is none. */
export type SymbolOf = (address: number) => string | undefined;

const gpr = (number: number) => gprNames[number] ?? `$${number}`;
const hex = (value: number) => `0x${(value >>> 0).toString(16)}`;
const signed16 = (value: number) => (value << 16) >> 16;

/** Target of a branch at `address`. */
export function branchTarget(word: number, address: number): number {
  return (address + 4 + (signed16(word & 0xffff) << 2)) >>> 0;
}

/** Target of j or jal at `address`. */
export function jumpTarget(word: number, address: number): number {
  return (((address + 4) & 0xf0000000) | ((word & 0x3ffffff) << 2)) >>> 0;
}

function components(word: number): string {
  const mask = fieldOf(word, destField);
  return ['x', 'y', 'z', 'w'].filter((_, index) => (mask & (8 >> index)) !== 0).join('');
}

/** Operands that are a register or number of their first field. */
const simple: Readonly<Record<string, (value: number, word: number) => string>> = {
  rd: gpr,
  rs: gpr,
  rt: gpr,
  sa: hex,
  simm: (value) => String(signed16(value)),
  uimm: hex,
  hint: hex,
  code20: hex,
  code10: hex,
  code10b: hex,
  trap: hex,
  c0: (value) => cop0Names[value] ?? `$${value}`,
  c1: cop1ControlName,
  perf: String,
  perf0: String,
  fd: (value) => `$f${value}`,
  fs: (value) => `$f${value}`,
  ft: (value) => `$f${value}`,
  vd: (value) => `$vf${value}`,
  vt: (value) => `$vf${value}`,
  vi: (value) => `$vi${value}`,
  vfd: (value, word) => `$vf${value}${components(word)}`,
  vfs: (value, word) => `$vf${value}${components(word)}`,
  vft: (value, word) => `$vf${value}${components(word)}`,
  vftw: (value) => `$vf${value}w`,
  'vft.bc': (value, word) => `$vf${value}${'xyzw'.charAt(word & 3)}`,
  'vfs.fsf': (value, word) => `$vf${value}${'xyzw'.charAt((word >>> 21) & 3)}`,
  'vft.ftf': (value, word) => `$vf${value}${'xyzw'.charAt((word >>> 23) & 3)}`,
  vid: (value) => `$vi${value}`,
  vis: (value) => `$vi${value}`,
  vit: (value) => `$vi${value}`,
  '(vis)': (value) => `($vi${value})`,
  '(vis++)': (value) => `($vi${value}++)`,
  '(--vis)': (value) => `(--$vi${value})`,
  '(vit++)': (value) => `($vi${value}++)`,
  '(--vit)': (value) => `(--$vi${value})`,
  imm5: (value) => String((value << 27) >> 27),
  micro: (value) => hex(value << 3),
};

function operandText(
  operand: string,
  word: number,
  address: number,
  symbols: SymbolOf | undefined,
): string | undefined {
  const fields = operandFields[operand] ?? [];
  const value = fields[0] === undefined ? 0 : fieldOf(word, fields[0]);
  const target = (where: number) => {
    const name = symbols?.(where);
    return name === undefined ? hex(where) : `${hex(where)} <${name}>`;
  };
  switch (operand) {
    case 'branch':
      return target(branchTarget(word, address));
    case 'jump':
      return target(jumpTarget(word, address));
    case 'offset(base)':
      return `${signed16(value)}(${gpr((word >>> 21) & 31)})`;
    case 'rd?':
      return value === 0 ? undefined : gpr(value);
    case 'zero':
      return 'zero';
    case 'ACC':
      return `$ACC${components(word)}`;
    case 'Q':
    case 'I':
    case 'R':
    case 'vi27':
      return `$${operand}`;
    default:
      return simple[operand]?.(value, word);
  }
}

/** Codes of break, syscall and traps are left out when they are zero, as assemblers write them. */
function shownOperands(row: Instruction, word: number): readonly string[] {
  const codes = ['code20', 'code10', 'code10b', 'trap'];
  const shown = [...row.operands];
  for (let last = shown.at(-1); last !== undefined && codes.includes(last); last = shown.at(-1)) {
    const field = operandFields[last]?.[0];
    if (field === undefined || fieldOf(word, field) !== 0) break;
    shown.pop();
  }
  return shown;
}

/** Aliases that people write for special operands of an instruction. */
function alias(row: Instruction, word: number, texts: readonly string[]): string | undefined {
  const [first = '', second = '', third = ''] = texts;
  if (word === 0) return 'nop';
  switch (row.mnemonic) {
    case 'or':
    case 'addu':
    case 'daddu':
      return third === 'zero' ? `move ${first},${second}` : undefined;
    case 'addiu':
    case 'ori':
      return second === 'zero' ? `li ${first},${third}` : undefined;
    case 'sub':
    case 'subu':
    case 'dsubu':
      return second === 'zero' ? `${row.mnemonic.replace('sub', 'neg')} ${first},${third}` : undefined;
    case 'beq':
      return second === 'zero' ? (first === 'zero' ? `b ${third}` : `beqz ${first},${third}`) : undefined;
    case 'bne':
    case 'beql':
    case 'bnel':
      return second === 'zero' ? `${row.mnemonic.replace(/^(b..)/, '$1z')} ${first},${third}` : undefined;
    case 'bgezal':
      return first === 'zero' ? `bal ${second}` : undefined;
    default:
      return undefined;
  }
}

/**
 * The assembler text of a word.
 * @param address of the instruction, for branch and jump targets
 * @param symbols names branch and jump targets, when given
 * @param aliases write `move`, `li`, `b`, `nop` … where they apply; otherwise only names of the table
 * @returns `.word 0x…` for a word that is not an R5900 instruction
 */
export function disassemble(word: number, address: number, symbols?: SymbolOf, aliases = true): string {
  const row = decode(word);
  if (row === undefined) return `.word 0x${(word >>> 0).toString(16).padStart(8, '0')}`;
  const texts = shownOperands(row, word)
    .map((operand) => operandText(operand, word, address, symbols))
    .filter((text) => text !== undefined);
  const short = aliases ? alias(row, word, texts) : undefined;
  if (short !== undefined) return short;
  // The default register for the return address is not written.
  if (row.mnemonic === 'jalr' && texts[0] === 'ra') texts.shift();
  const mnemonic = row.mnemonic.replace('.dest', `.${components(word)}`);
  return texts.length === 0 ? mnemonic : `${mnemonic} ${texts.join(',')}`;
}
