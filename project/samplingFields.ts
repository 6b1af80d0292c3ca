import type { FieldGroup } from '../targets/fields';
import { projectLimits, samplingDefaults } from './limits';

/** How the next token is chosen, under `sampling` in projects and launch configurations (docs/arithmetic.md). */
export const samplingFields = {
  temperature: {
    type: 'number',
    ...projectLimits.temperature,
    default: samplingDefaults.temperature,
    description: 'Randomness of the next token; 0 always takes the likeliest.',
    oldName: 'temperature',
  },
  topK: {
    type: 'integer',
    ...projectLimits.topK,
    default: samplingDefaults.topK,
    description: 'Choose among this many likeliest tokens only; 0 is off.',
    oldName: 'topK',
  },
  topP: {
    type: 'number',
    ...projectLimits.topP,
    default: samplingDefaults.topP,
    description: 'Choose among the likeliest tokens that together reach this probability; 1 is off.',
    oldName: 'topP',
  },
  repetitionPenalty: {
    type: 'number',
    ...projectLimits.repetitionPenalty,
    default: samplingDefaults.repetitionPenalty,
    description: 'Divides the scores of tokens that occurred before; 1 is off.',
    oldName: 'repetitionPenalty',
  },
  noRepeatNgram: {
    type: 'integer',
    ...projectLimits.noRepeatNgram,
    default: samplingDefaults.noRepeatNgram,
    description: 'Never repeat a sequence of this many tokens; 0 is off.',
    oldName: 'noRepeatNgram',
  },
  seed: {
    type: 'integer',
    ...projectLimits.seed,
    default: samplingDefaults.seed,
    description: 'Seed of the random generator; the same seed gives the same text.',
    oldName: 'seed',
  },
} as const satisfies FieldGroup;

/** How many tokens are written, which stands beside the prompt. */
export const tokensField = {
  type: 'integer',
  ...projectLimits.tokens,
  default: samplingDefaults.tokens,
  description: 'How many tokens to generate at most.',
} as const;
