/** How a model is laid out in RAM and streamed. */
export interface PlanOptions {
  /** Most positions a pass runs over. More of them read the disc less often for a prompt and need more RAM. */
  readonly batch: number;
  /** A streamed matrix larger than this is read in several parts. Bytes. */
  readonly maxPartBytes: number;
  /** `streamed`: every matrix is read when it is needed. `resident`: matrices stay in RAM, in execution order, while there is room. */
  readonly weights: 'streamed' | 'resident';
  /** Most bytes of matrices that stay when the weights are `resident`, the embedding not counted. */
  readonly residentBytes: number;
  /**
   * A stored layer that consecutive layers share is read for each of them, or once: it then stays in slots of its own
   * until the last of them is done.
   */
  readonly sharedLayers: 'readTwice' | 'readOnce';
  /** Matrices lie in WEIGHTS.BIN as a pass uses them, or by kind: all wq, all wk …, as in llama2.c files. */
  readonly discOrder: 'execution' | 'byKind';
  /** First and last + 1 address that the plan may use. */
  readonly arena: { readonly start: number; readonly end: number };
  /** Size of TOKENS.BIN; 0 when no text is printed. */
  readonly tokensBytes: number;
}

/**
 * The default arena leaves the ELF (below 0x180000), the kernel and both builds of ps2link (low: 0x94000–0x100000,
 * high: 0x1EE8000 up) untouched. Source: ps2link's linker scripts.
 */
export const defaultPlanOptions: PlanOptions = {
  batch: 8,
  maxPartBytes: 1024 * 1024,
  weights: 'streamed',
  residentBytes: Infinity,
  sharedLayers: 'readTwice',
  discOrder: 'execution',
  arena: { start: 0x180000, end: 0x1ee0000 },
  tokensBytes: 0,
};

export const programStart = 0x100000;
export const stackBytes = 64 * 1024;
