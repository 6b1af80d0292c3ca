import type { Operand, Operation, Plan } from '../../model/plan/plan';
import type { Model } from '../../model/model';
import type { Arithmetic } from '../../targets/descriptor';
import type { WeightPlaces } from './finding';
import type { Judge } from './judge';
import type { DivergenceKind } from './kinds';
import { rowsOf, rowValues, type OperandRow, type PassRange } from './operandRows';
import type { TargetMemory } from './targetMemory';
import { relativeDifference } from './vectorDifference';

/** Reads WEIGHTS.BIN of the disc that the target reads, from a byte of it on. */
export type DiscWeights = (fileOffset: number, bytes: number) => Promise<Uint8Array>;

/** An operation whose result is not what its inputs give, and everything that tests of the cause need. */
export interface Culprit {
  readonly model: Model;
  readonly plan: Plan;
  readonly operation: Operation;
  readonly pass: PassRange;
  /** Rows of its result, with the bytes that the target had there before and has now, and what was expected. */
  readonly rows: readonly OperandRow[];
  readonly before: readonly Uint8Array[];
  readonly found: readonly Uint8Array[];
  readonly expected: readonly Uint8Array[];
  /** It has executed the operation; `rewind` goes back to before it. */
  readonly judge: Judge;
  /** Of the target, which is stopped after the operation. */
  readonly memory: TargetMemory;
  readonly disc?: DiscWeights;
  /** 0: bit for bit. */
  readonly tolerance: number;
}

/** A judgement of the cause. */
export interface Verdict {
  readonly kind: DivergenceKind;
  readonly words: string;
  /** When it is another than that of the operation. */
  readonly matrix?: string;
  readonly weights?: Pick<WeightPlaces, 'row' | 'column'>;
}

/** An operation as another hypothesis has it. */
export interface Variant {
  readonly plan?: Plan;
  readonly operation?: Operation;
  /** Changes RAM or the state of the run before it. */
  readonly prepare?: (judge: Judge) => void | Promise<void>;
  /** Changes the result rows after it. */
  readonly finish?: (judge: Judge, rows: readonly OperandRow[]) => void;
}

/** Whether an operation that is executed in another way gives what the target has. */
export async function explains(
  { judge, plan, operation, rows, found, tolerance }: Culprit,
  { plan: otherPlan = plan, operation: other = operation, prepare, finish }: Variant,
): Promise<boolean> {
  judge.rewind();
  await prepare?.(judge);
  await judge.execute(otherPlan, other);
  finish?.(judge, rows);
  return rows.every(({ address, bytes }, index) => {
    const [computed, target] = [judge.read(address, bytes), found[index] ?? new Uint8Array()];
    if (tolerance === 0) return isSame(computed, target);
    const values = (row: Uint8Array): Float64Array =>
      rowValues(plan, operation.output, row, arithmeticOf(judge));
    return relativeDifference(values(target), values(computed)) <= tolerance;
  });
}

export const arithmeticOf = ({ mode }: Judge): Arithmetic => mode;

export const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** The rows of an input, all filled ones of a cache. */
export function inputRows({ plan, operation, pass }: Culprit, input: Operand): OperandRow[] {
  const buffer = input.buffer === undefined ? undefined : plan.buffers[input.buffer];
  if (buffer?.kind !== 'kv' || input.index !== 'none') return rowsOf(plan, operation, input, pass);
  const [row] = rowsOf(plan, operation, input, pass);
  if (!row) return [];
  return Array.from({ length: pass.first + pass.count }, (_, position) => ({
    position,
    address: input.address + position * input.stride,
    bytes: row.bytes,
  }));
}

/** The inputs that hold values before the operation; the others are its scratch memory. */
export function valueInputs({ plan, operation }: Pick<Culprit, 'plan' | 'operation'>): Operand[] {
  if (operation.kind === 'embed') return [];
  return operation.inputs.filter(({ buffer, matrix }) => {
    if (buffer === undefined) return matrix !== undefined;
    const kind = plan.buffers[buffer]?.kind;
    return kind === 'activation' || kind === 'kv';
  });
}
