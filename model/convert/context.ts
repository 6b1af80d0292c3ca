import { FormatError } from '../formatError';
import type { Model } from '../model';

/**
 * The same model with a shorter context: fewer positions need a smaller KV cache.
 * @throws FormatError when the model was trained for fewer.
 */
export function withContext(model: Model, seqLen: number): Model {
  if (!Number.isInteger(seqLen) || seqLen < 1 || seqLen > model.config.seqLen) {
    throw new FormatError({
      label: model.label,
      field: 'the requested context',
      found: `${seqLen} positions`,
      expected: `1 to the ${model.config.seqLen} of the model`,
      advice: 'use another value, or omit it',
    });
  }
  // Stored RoPE tables have the length of the old context and are not needed.
  const tensors = model.tensors.filter(({ name }) => name !== 'rope');
  return { ...model, tensors, config: { ...model.config, seqLen } };
}
