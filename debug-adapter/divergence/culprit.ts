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

/** Of so many wrong values, all but a tenth may agree: the last rows often hold something else still. */
const fewestForMost = 8;
const most = 0.9;

/** Whether an operation that is executed in another way gives what the target has, or nearly all of what is wrong in it. */
export async function explains(culprit: Culprit, variant: Variant): Promise<boolean> {
  const { judge, plan, operation, rows, found, expected, tolerance } = culprit;
  judge.rewind();
  await variant.prepare?.(judge);
  await judge.execute(variant.plan ?? plan, variant.operation ?? operation);
  variant.finish?.(judge, rows);
  const computed = rows.map(({ address, bytes }) => judge.read(address, bytes));
  if (tolerance > 0) {
    const values = (row: Uint8Array | undefined): Float64Array =>
      rowValues(plan, operation.output, row ?? none, arithmeticOf(judge));
    return computed.every((row, at) => relativeDifference(values(found[at]), values(row)) <= tolerance);
  }
  let [wrong, agreeing] = [0, 0];
  for (const [index, row] of computed.entries()) {
    const [now, right, other] = [found[index], expected[index], row].map((bytes) => wordsOf(bytes ?? none));
    if (!now || !right || !other) return false;
    now.forEach((value, at) => {
      if (value === right[at] && value === other[at]) return;
      wrong++;
      if (value === other[at]) agreeing++;
    });
  }
  return isMost(agreeing, wrong);
}

const none = new Uint8Array();

/** Whether so many of what is wrong agree that the others do not matter. */
export const isMost = (agreeing: number, wrong: number): boolean =>
  agreeing === wrong || (wrong >= fewestForMost && agreeing >= most * wrong);

/** The 32-bit words of a row. */
export const wordsOf = (bytes: Uint8Array): Uint32Array =>
  new Uint32Array(bytes.slice().buffer, 0, bytes.length >> 2);

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
