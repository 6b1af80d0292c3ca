import type { AssemblyDocument } from './document';
import { evaluate } from './expression';
import { instructionOf } from './instruction';
import type { Operand, Statement } from './statement';
import { isOption } from './symbols';
import { lookUp } from '../../common/lookUp';

/** Bytes of one value of a data directive. */
const sizes: Readonly<Record<string, number>> = {
  '.byte': 1,
  '.half': 2,
  '.short': 2,
  '.hword': 2,
  '.word': 4,
  '.long': 4,
  '.int': 4,
  '.float': 4,
  '.single': 4,
  '.dword': 8,
  '.quad': 8,
  '.octa': 16,
};
/** Directives that occupy no bytes. */
const empty =
  /^\.(?:globl|global|extern|ent|end|frame|mask|fmask|loc|file|type|size|cfi_\w+|equ|equiv|set|weak|hidden|local|comm|lcomm)$/;

/**
 * The address of each label modulo 16, derived from alignments and the sizes in between; labels with an unknown
 * address are missing.
 */
export function labelOffsets(document: AssemblyDocument): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  let offset: number | undefined;
  for (const { statements } of document.lines)
    for (const statement of statements) {
      for (const { text } of statement.labels) if (offset !== undefined) offsets.set(text, offset);
      const size = offset === undefined ? undefined : sizeOf(statement, document);
      const aligned = alignmentOf(statement);
      if (aligned !== undefined) offset = alignedTo(offset, aligned);
      else offset = offset === undefined || size === undefined ? undefined : (offset + size) % 16;
    }
  return offsets;
}

function alignedTo(offset: number | undefined, bytes: number): number | undefined {
  if (bytes >= 16) return 0;
  return offset === undefined ? undefined : (Math.ceil(offset / bytes) * bytes) % 16;
}

function constant(operand: Operand | undefined): number | undefined {
  return operand === undefined ? undefined : evaluate(operand.tokens);
}

/** The alignment of a directive, in bytes. */
function alignmentOf({ name, operands }: Statement): number | undefined {
  const value = constant(operands[0]);
  if (value === undefined || value < 0) return undefined;
  switch (name?.text) {
    // For MIPS the operand of .align is a power of two.
    case '.align':
    case '.p2align':
      return 2 ** Math.min(value, 12);
    case '.balign':
      return Math.max(1, value);
    default:
      return undefined;
  }
}

/** Bytes that a statement occupies; undefined if unknown. */
function sizeOf(statement: Statement, document: AssemblyDocument): number | undefined {
  const { kind, name, operands } = statement;
  if (kind === 'label' || kind === 'assignment' || name === undefined) return 0;
  if (kind === 'instruction') {
    const instruction = instructionOf(statement, document.dialect);
    return instruction === undefined || instruction.expands ? undefined : 4;
  }
  if (kind === 'preprocessor') return /^(?:define|undef|pragma)$/.test(name.text) ? 0 : undefined;
  const size = lookUp(sizes, name.text);
  if (size !== undefined) return size * operands.length;
  if (name.text === '.space' || name.text === '.skip' || name.text === '.zero') return constant(operands[0]);
  return empty.test(name.text) || (name.text === '.set' && isOption(statement)) ? 0 : undefined;
}
