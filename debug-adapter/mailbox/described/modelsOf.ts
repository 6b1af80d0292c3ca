import type { Program } from '../../../project/program/program';
import type { ModelsAtHand } from './model';

/** Among which models that of a program is looked for in a session. */
export function modelsOf({ model, tokenizer, tokenizerName, otherModels }: Program): ModelsAtHand {
  return {
    own: { model, ...(tokenizer && { tokenizer }), ...(tokenizerName !== undefined && { tokenizerName }) },
    others: otherModels,
  };
}
