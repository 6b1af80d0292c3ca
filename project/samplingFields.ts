import type { FieldGroup } from '../targets/fields';
import { projectLimits, samplingDefaults } from './limits';

/** How the next token is chosen, under `sampling` in projects and launch configurations (docs/arithmetic.md). */
export const samplingFields = {
  temperature: {
    type: 'number',
    ...projectLimits.temperature,
    default: samplingDefaults.temperature,
    description: 'How random the choice of the next token is. 0 always picks the most likely token.',
    oldName: 'temperature',
  },
  topK: {
    type: 'integer',
    ...projectLimits.topK,
    default: samplingDefaults.topK,
    description: 'Choose among this many of the most likely tokens. 0 disables the limit.',
    oldName: 'topK',
  },
  topP: {
    type: 'number',
    ...projectLimits.topP,
    default: samplingDefaults.topP,
    description:
      'Choose among the most likely tokens that together reach this probability. 1 disables the limit.',
    oldName: 'topP',
  },
  repetitionPenalty: {
    type: 'number',
    ...projectLimits.repetitionPenalty,
    default: samplingDefaults.repetitionPenalty,
    description: 'Makes tokens that already occurred less likely. 1 disables the penalty.',
    oldName: 'repetitionPenalty',
  },
  noRepeatNgram: {
    type: 'integer',
    ...projectLimits.noRepeatNgram,
    default: samplingDefaults.noRepeatNgram,
    description: 'Never repeat a sequence of this many tokens. 0 disables the rule.',
    oldName: 'noRepeatNgram',
  },
  seed: {
    type: 'integer',
    ...projectLimits.seed,
    default: samplingDefaults.seed,
    description: 'The random seed. The same seed gives the same text.',
    oldName: 'seed',
  },
} as const satisfies FieldGroup;

/** The number of tokens to generate, which users set together with the prompt. */
export const tokensField = {
  type: 'integer',
  ...projectLimits.tokens,
  default: samplingDefaults.tokens,
  description: 'The maximum number of tokens to generate.',
} as const;
