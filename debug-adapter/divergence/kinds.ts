/** What kind of fault a divergence is, as far as tests can tell. */
export const divergenceKinds = {
  damaged: 'a read from the disc failed its CRC',
  plan: 'the plan differs from the one that the model compiles to',
  staleRead: 'the weights in RAM are those of an earlier read',
  rows: 'other rows than the right ones were used',
  swap: 'two parts of a vector or a matrix are exchanged',
  scale: 'a scale is wrong, such as that of the neighbouring row',
  rope: 'RoPE turned other pairs of values, or the other way round',
  position: 'the position is off by one',
  kv: 'keys or values are those of another layer or position',
  truncated: 'a part of the result was not computed',
  bit: 'a stored value has other bits than in the model file',
  checker: 'the console’s checks of the data cache found a mistake',
  unknown: 'none of the tests explains the difference',
} as const;

export type DivergenceKind = keyof typeof divergenceKinds;
