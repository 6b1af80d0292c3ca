import type { SessionRegionKind } from '../../model/trace/session';

/** What each kind of region is for, in the order of a legend. Its look is in ram.css, by `data-kind`. */
export const kindMeanings: Readonly<Record<SessionRegionKind, string>> = {
  system: 'Kernel and loader; the program must not touch it',
  program: 'The program itself',
  plan: 'Plan, run settings and tokens, loaded from disc',
  stack: 'The program’s stack',
  weights: 'Resident weights',
  activations: 'Results of operations (activations)',
  kv: 'Keys and values of all positions so far (KV cache)',
  stream: 'Slots that matrices are streamed into',
  free: 'Unused',
  unknown: 'Memory of a program without a plan that nothing is known of',
  reported: 'Reported by the program',
  unreported: 'Not reported by the program; what is there is unknown',
};
