import type { TensorType } from '../../model';
import type {
  Buffer,
  BufferKind,
  Operand,
  OperationKind,
  PlannedKind,
  PlannedRegionKind,
  RegionKind,
} from '../plan';
import type { Arrangement } from '../tileCodec';
import type { Codes } from './field';

/** The enumerations of the plan's files: each name and its code. */
export const regionCodes: Codes<PlannedRegionKind> = {
  system: 0,
  program: 1,
  plan: 2,
  stack: 3,
  weights: 4,
  activations: 5,
  kv: 6,
  stream: 7,
  free: 8,
};

export const bufferCodes: Codes<BufferKind> = { activation: 0, kv: 1, scratch: 2, weights: 3, tokens: 4 };

export const elementCodes: Codes<Buffer['type']> = { f32: 0, i32: 1, i16: 2 };

export const rowMeaningCodes: Codes<Buffer['rowMeaning']> = {
  'position in pass': 0,
  position: 1,
  head: 2,
  none: 3,
};

export const matrixTypeCodes: Codes<TensorType> = { f32: 0, ternary: 1, q4: 4, q4g32: 5, q8: 8 };

export const arrangementCodes: Codes<Arrangement> = { rows: 0, bands: 1 };

export const operationCodes: Codes<PlannedKind> = {
  embed: 0,
  rmsnorm: 1,
  matmul: 2,
  add: 3,
  rope: 4,
  attention: 5,
  swiglu: 6,
  mix: 7,
  sample: 8,
  quantise: 9,
};

export const operandIndexCodes: Codes<Operand['index']> = { pass: 0, position: 1, none: 2 };

/** All kinds of regions and operations, with those that only a program that describes itself has. */
export const everyRegionKind = {
  ...regionCodes,
  reported: 254,
  unreported: 255,
} as const satisfies Codes<RegionKind>;
export const everyOperationKind = {
  ...operationCodes,
  reported: 255,
} as const satisfies Codes<OperationKind>;

/** Whether a file of a plan can say it. */
export const isPlannedRegion = (kind: RegionKind): kind is PlannedRegionKind => kind in regionCodes;
export const isPlannedOperation = (kind: OperationKind): kind is PlannedKind => kind in operationCodes;

/** The names in the order of their codes. */
export const wordsOf = <T extends string>(codes: Codes<T>): readonly T[] =>
  (Object.keys(codes) as T[]).sort((a, b) => codes[a] - codes[b]);
