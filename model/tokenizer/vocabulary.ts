import { FormatError } from '../formatError';
import type { Model } from '../model';
import type { Tokenizer } from './tokenizer';

/**
 * @param label the tokenizer's name in the message.
 * @throws FormatError when the tokenizer has more or fewer tokens than the model.
 */
export function checkVocabulary(
  tokenizer: Pick<Tokenizer, 'vocabSize'>,
  model: Pick<Model, 'label' | 'config'>,
  label = 'The tokenizer',
): void {
  if (tokenizer.vocabSize === model.config.vocabSize) return;
  throw new FormatError({
    label,
    field: 'the vocabulary',
    found: `${tokenizer.vocabSize} tokens`,
    expected: `the ${model.config.vocabSize} tokens of ${model.label}`,
    advice: 'choose the tokenizer that the model was trained with',
  });
}
