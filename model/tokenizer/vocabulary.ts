import { FormatError } from '../formatError';
import type { Model } from '../model';
import type { Tokenizer } from './tokenizer';

/** Rows without a token pad a vocabulary to a round number; more than this share is another vocabulary. */
const mostPadding = 0.25;

/** Whether a model with so many rows may have a tokenizer with so many tokens: every token needs a row. */
export function fitsVocabulary(tokens: number, rows: number): boolean {
  return tokens <= rows && rows - tokens <= tokens * mostPadding;
}

/**
 * @param label the tokenizer's name in the message.
 * @throws FormatError when the tokenizer has more tokens than the model, or far fewer.
 */
export function checkVocabulary(
  tokenizer: Pick<Tokenizer, 'vocabSize'>,
  model: Pick<Model, 'label' | 'config'>,
  label = 'The tokenizer',
): void {
  if (fitsVocabulary(tokenizer.vocabSize, model.config.vocabSize)) return;
  throw new FormatError({
    label,
    field: 'the vocabulary',
    found: `${tokenizer.vocabSize} tokens`,
    expected: `the ${model.config.vocabSize} tokens of ${model.label}`,
    advice: 'choose the tokenizer that the model was trained with',
  });
}
