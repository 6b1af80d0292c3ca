import type { RegionKind } from '../../model/plan/plan';

/** What each kind of region is for, in the order of a legend. Its look is in ram.css, by `data-kind`. */
export const kindMeanings: Readonly<Record<RegionKind, string>> = {
  system: 'Kernel and loader; the program must not touch it',
  program: 'The program itself',
  plan: 'Plan, run settings and tokens as loaded from disc',
  stack: 'Stack of the program',
  weights: 'Weights that stay in RAM',
  activations: 'Results of operations',
  kv: 'Keys and values of all positions so far',
  stream: 'Where matrices are read into, one after the other',
  free: 'Not used',
};
