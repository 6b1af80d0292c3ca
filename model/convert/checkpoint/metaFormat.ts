import { FormatError } from '../../formatError';

/** The configuration that Meta publishes beside `consolidated.00.pth`. */
export const metaParams = 'params.json';

/** The error for a model in Meta's own format: its configuration does not state the context or the hidden size. */
export function metaFormat(label: string): FormatError {
  return new FormatError({
    label,
    field: 'the configuration',
    found: `${metaParams}, which belongs to Meta's own format`,
    expected: 'config.json',
    advice:
      'download the model in the format of Hugging Face, or convert it with convert_llama_weights_to_hf.py of transformers',
  });
}
