import type { RegionKind } from '../../model/plan/plan';

/** What each kind of region is for, in the order of a legend. Its look is in ram.css, by `data-kind`. */
export const kindMeanings: Readonly<Record<RegionKind, string>> = {
  system: 'Kernel and loader; the program must not touch it',
  program: 'The program itself',
  plan: 'Plan, run settings and tokens, loaded from disc',
  stack: 'The program’s stack',
  weights: 'Resident weights',
  activations: 'Results of operations (activations)',
  kv: 'Keys and values of all positions so far (KV cache)',
  stream: 'Slots that matrices are streamed into',
  free: 'Unused',
  reported: 'Reported by the program',
  unreported: 'Not reported by the program; what is there is unknown',
};
