import type { ArithmeticVersion } from './arithmeticVersion';
import { defaultDiscLayout, planOptionsOf } from './discLayout';

/** How keys and values are stored: floats, or int16 with a scale for each head (docs/arithmetic.md). */
export type KvCacheType = 'f32' | 'int16';

/** How a model is placed in RAM and streamed. */
export interface PlanOptions {
  /** The most positions of a pass. With more positions, a prompt needs fewer disc reads but more RAM. */
  readonly batch: number;
  /** Streamed matrices of more bytes than this are read in several parts. */
  readonly maxPartBytes: number;
  /** `streamed`: every matrix is read each time it is needed. `resident`: as many as fit stay in RAM, in execution order. */
  readonly weights: 'streamed' | 'resident';
  /** With `resident` weights: the most bytes of matrices that stay in RAM, without the embedding. */
  readonly residentBytes: number;
  /**
   * A unique layer that consecutive layers share is read for each of them, or once. If once, it stays in separate slots
   * until the last of them has run.
   */
  readonly sharedLayers: 'readTwice' | 'readOnce';
  /** The matrices in WEIGHTS.BIN are in execution order, or by kind: all wq, all wk …, as in llama2.c files. */
  readonly discOrder: 'execution' | 'byKind';
  /** Text positions of the plan, at most the model's. Default: the largest number that fits. */
  readonly context?: number | undefined;
  /** A streamed embedding is read row by row. Default: resident if it fits with the context. */
  readonly embedding?: 'resident' | 'streamed' | undefined;
  /** Default: `defaultArithmeticVersion` of the model. */
  readonly arithmeticVersion?: ArithmeticVersion | undefined;
  /** With int16 keys and values, a longer context fits. */
  readonly kvCache: KvCacheType;
  /** First and last + 1 address that the plan may use. */
  readonly arena: { readonly start: number; readonly end: number };
  /** Size of TOKENS.BIN. 0 if no text is printed. */
  readonly tokensBytes: number;
}

/**
 * The default arena leaves the ELF (below 0x180000), the kernel and both builds of ps2link (low: 0x94000–0x100000,
 * high: 0x1EE8000 up) untouched. Source: ps2link's linker scripts.
 */
export const defaultPlanOptions: PlanOptions = {
  batch: 8,
  maxPartBytes: 1024 * 1024,
  ...planOptionsOf(defaultDiscLayout),
  kvCache: 'f32',
  arena: { start: 0x180000, end: 0x1ee0000 },
  tokensBytes: 0,
};

export const programStart = 0x100000;
export const stackBytes = 64 * 1024;
