/**
 * Numbers of what an instruction can wait for: registers of the core, of its floating-point unit and of VU0. $zero and
 * vf0 are never waited for.
 */
export const resource = {
  /** General registers have their own numbers. */
  hi: 32,
  lo: 33,
  hi1: 34,
  lo1: 35,
  /** The same for a multiply-add, which may get them earlier than other readers. */
  hiSum: 36,
  loSum: 37,
  hi1Sum: 38,
  lo1Sum: 39,
  shiftAmount: 40,
  floatCondition: 41,
  quotient: 42,
  float: 48,
  vectorInteger: 80,
  /** Four components each, x first. */
  vector: 128,
} as const;

export const resourceCount = 256;
