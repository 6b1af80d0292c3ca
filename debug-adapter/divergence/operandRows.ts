import type { Operand, Operation, Plan } from '../../model/plan/plan';
import type { Arithmetic } from '../../targets/descriptor';
import { cacheRowBytes, valuesOfRow } from '../values/floats';

/** The positions of a pass. */
export interface PassRange {
  /** First position, registers included. */
  readonly first: number;
  readonly count: number;
}

/** One row of an operand in RAM. */
export interface OperandRow {
  /** Absolute position that it belongs to. */
  readonly position: number;
  readonly address: number;
  readonly bytes: number;
}

const wordBytes = 4;

/** Positions that an operation runs for, counted from the first of the pass. */
export function positionsOf({ tail }: Operation, { count }: PassRange): number[] {
  return tail ? [count - 1] : Array.from({ length: count }, (_, index) => index);
}

/** The rows of an operand that an operation uses in a pass, ascending; one if it does not depend on the position. */
export function rowsOf(plan: Plan, operation: Operation, operand: Operand, pass: PassRange): OperandRow[] {
  const bytes = rowBytes(plan, operand);
  const positions = positionsOf(operation, pass);
  if (operand.index === 'none')
    return [{ position: pass.first + (positions.at(-1) ?? 0), address: operand.address, bytes }];
  return positions.map((at) => {
    const index = operand.index === 'pass' ? at : pass.first + at;
    return { position: pass.first + at, address: operand.address + index * operand.stride, bytes };
  });
}

/** Bytes of a row, its scales included. */
export function rowBytes(plan: Plan, { buffer, cols }: Operand): number {
  const isInt16 = buffer !== undefined && plan.buffers[buffer]?.type === 'i16';
  return isInt16 ? cacheRowBytes(cols, plan.config.headDim) : cols * wordBytes;
}

/** The values of a row of an operand. */
export function rowValues(
  plan: Plan,
  { buffer, cols }: Operand,
  bytes: Uint8Array,
  arithmetic: Arithmetic,
): Float64Array {
  const type = buffer === undefined ? 'f32' : (plan.buffers[buffer]?.type ?? 'f32');
  return valuesOfRow(bytes, { type, cols, headDim: plan.config.headDim }, arithmetic);
}
