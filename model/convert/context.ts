import { FormatError } from '../formatError';
import type { Model } from '../model';

/**
 * The same model with a shorter context: fewer positions need a smaller KV cache.
 * @throws FormatError when the model was not trained for as many.
 */
export function withContext(model: Model, seqLen: number): Model {
  if (!Number.isInteger(seqLen) || seqLen < 1 || seqLen > model.config.seqLen) {
    throw new FormatError({
      label: model.label,
      field: 'the context asked for',
      found: `${seqLen} positions`,
      expected: `1 to the ${model.config.seqLen} of the model`,
      advice: 'choose another, or leave it out',
    });
  }
  // Stored RoPE tables are as long as the old context, and nobody needs them.
  const tensors = model.tensors.filter(({ name }) => name !== 'rope');
  return { ...model, tensors, config: { ...model.config, seqLen } };
}
