import { flowOf } from '../../ee/reference/flow';
import type { AssemblyDocument } from './document';
import { evaluate } from './expression';
import type { Finding } from './findings';
import type { Instruction } from './instruction';
import { branchKind, type Item } from './items';
import { labelOffsets } from './labelAlignment';
import { lookUp } from '../../common/lookUp';

/** A register's known value, or only its address modulo 16. */
type Known = { readonly value: number } | { readonly within16: number; readonly label: string };

/** Sizes of loads and stores that need an aligned address. */
const sizes: Readonly<Record<string, number>> = {
  lh: 2,
  lhu: 2,
  sh: 2,
  lw: 4,
  lwu: 4,
  sw: 4,
  lwc1: 4,
  swc1: 4,
  'l.s': 4,
  's.s': 4,
  ld: 8,
  sd: 8,
  lq: 16,
  sq: 16,
  lqc2: 16,
  sqc2: 16,
};
/** Instructions with a result that follows from constants and $zero or the stack alone. */
const constants = new Set(['li', 'lui', 'la', 'move', 'addiu', 'ori']);
/** The stack is aligned to 16 bytes in the n32 ABI; $zero is 0. */
const STACK = 29;

/** Loads and stores with an address that is certainly not aligned. */
export function alignmentFindings(document: AssemblyDocument, items: readonly Item[]): Finding[] {
  if (document.dialect !== 'r5900') return [];
  // Few sources load an address and use it before the next label; the others need no offsets.
  let offsets: ReadonlyMap<string, number> | undefined;
  const labels = (): ReadonlyMap<string, number> => (offsets ??= labelOffsets(document));
  const found: Finding[] = [];
  const known = new Map<number, Known>();
  let forget = false;
  for (const item of items) {
    const { instruction } = item;
    if (item.labels.length > 0 || instruction === undefined) known.clear();
    if (instruction === undefined) continue;
    const finding = check(item, instruction, known);
    if (finding !== undefined) found.push(finding);
    if (known.size > 0 || constants.has(instruction.mnemonic.row.mnemonic))
      learn(item, instruction, known, labels);
    const branches = branchKind(instruction) !== undefined;
    if (forget || (branches && item.reorder)) known.clear();
    // A called function may change every register; the delay slot is executed before it.
    forget = branches;
  }
  return found;
}

const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;

function check(
  { line, statement }: Item,
  instruction: Instruction,
  known: ReadonlyMap<number, Known>,
): Finding | undefined {
  const name = instruction.mnemonic.row.mnemonic;
  const size = lookUp(sizes, name);
  const address = instruction.operands.at(-1);
  const operand = statement.operands.at(-1);
  if (size === undefined || address?.register === undefined || address.value === undefined) return undefined;
  if (operand === undefined || address.problem !== undefined) return undefined;
  const base = baseOf(address.register.number, known);
  if (base === undefined) return oddOffset(address.value, size, name, { line, ...operand });
  const sum = ('value' in base ? base.value : base.within16) + address.value;
  if (((sum % size) + size) % size === 0) return undefined;
  const where = 'value' in base ? `${hex(sum)} is` : `${operand.text} is, ${base.label},`;
  const quad = size === 16;
  return {
    code: 'unaligned',
    severity: quad ? 'warning' : 'error',
    line,
    start: operand.start,
    end: operand.end,
    message: quad
      ? `${where} not a multiple of 16: ${name} ignores the low four address bits and ${/^s/.test(name) ? 'writes' : 'reads'} ${Math.abs(((sum % 16) + 16) % 16)} bytes lower.`
      : `${where} not a multiple of ${size}: ${name} raises an address error.`,
  };
}

/** An offset that is right only if the base is not aligned, which is rare where 8 or 16 bytes are loaded at once. */
function oddOffset(
  offset: number,
  size: number,
  name: string,
  { line, start, end }: Pick<Finding, 'line' | 'start' | 'end'>,
): Finding | undefined {
  if (size < 8 || offset % size === 0) return undefined;
  const otherwise =
    size === 16 ? `${name} ignores the low four address bits` : `${name} raises an address error`;
  const message = `The offset ${offset} is not a multiple of ${size}: unless the base makes up for it, ${otherwise}.`;
  return { code: 'unaligned', severity: 'warning', line, start, end, message };
}

function baseOf(register: number, known: ReadonlyMap<number, Known>): Known | undefined {
  if (register === 0) return { value: 0 };
  if (register === STACK) return { within16: 0, label: 'with a stack aligned to 16 bytes' };
  return known.get(register);
}

function learn(
  { statement }: Item,
  { mnemonic: { row }, operands }: Instruction,
  known: Map<number, Known>,
  labels: () => ReadonlyMap<string, number>,
): void {
  const [target, source] = operands;
  const uses = flowOf(row).operands;
  const written =
    row.mask === 0
      ? target?.register
        ? [target.register]
        : []
      : operands.flatMap(({ register }, at) =>
          register !== undefined && /write|both/.test(uses[at] ?? '') ? [register] : [],
        );
  const value = result(row.mnemonic, statement, operands, known, labels);
  for (const { number, class: kind } of written) if (kind === 'gpr' || kind === 'plain') known.delete(number);
  const number = target?.register?.number;
  // The ABI moves the stack by multiples of 16 only.
  if (value !== undefined && number !== undefined && number !== 0 && source !== undefined)
    known.set(number, value);
}

function result(
  name: string,
  { operands: written }: Item['statement'],
  operands: Instruction['operands'],
  known: ReadonlyMap<number, Known>,
  labels: () => ReadonlyMap<string, number>,
): Known | undefined {
  const last = written.at(-1);
  const constant = last === undefined ? undefined : evaluate(last.tokens);
  switch (name) {
    case 'li':
      return constant === undefined ? undefined : { value: constant };
    case 'lui':
      return constant === undefined ? undefined : { value: constant * 0x10000 };
    case 'la': {
      const within16 = last === undefined ? undefined : labels().get(last.text);
      if (constant !== undefined) return { value: constant };
      return within16 === undefined
        ? undefined
        : { within16, label: `from the address of ${last?.text ?? ''}` };
    }
    case 'move':
      return baseOf(operands[1]?.register?.number ?? -1, known);
    case 'addiu':
    case 'ori': {
      const base = operands.length === 3 ? baseOf(operands[1]?.register?.number ?? -1, known) : undefined;
      if (base === undefined || constant === undefined) return undefined;
      if (name === 'ori') return 'value' in base ? { value: base.value | constant } : undefined;
      return 'value' in base
        ? { value: base.value + constant }
        : { ...base, within16: base.within16 + constant };
    }
    default:
      return undefined;
  }
}
