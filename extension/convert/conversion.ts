import { isRecord } from '../../common/guards';
import type { Quantization } from '../../model/psnt/fields';

/** What to convert, by paths on disk; what is missing is asked for. */
export interface Conversion {
  readonly source: string;
  readonly target: string;
  readonly type: Quantization;
}

/** A way to store matrices, and what it means. */
interface ConversionType {
  readonly type: Quantization;
  readonly label: string;
  readonly detail: string;
}

/** How matrices can be stored, the default first. */
export const conversionTypes: readonly [ConversionType, ...ConversionType[]] = [
  {
    type: 'q8',
    label: 'Q8',
    detail: 'One byte per weight, one scale per row. Closest to the original; largest disc reads.',
  },
  {
    type: 'q4',
    label: 'Q4',
    detail:
      'Half a byte per weight, one scale per 32 weights. About half the disc reads, with a visible loss of quality.',
  },
  {
    type: 'ternary',
    label: 'Ternary',
    detail: 'Two bits per weight (−1, 0 or 1), one scale per row. Only for models trained for it.',
  },
];

/** Reads a command's argument that names everything; undefined when it is something else. Default `type`: Q8. */
export function parseConversion(value: unknown): Conversion | undefined {
  if (!isRecord(value)) return undefined;
  const { source, target, type = 'q8' } = value;
  const known = conversionTypes.find((candidate) => candidate.type === type);
  if (typeof source !== 'string' || typeof target !== 'string' || known === undefined) return undefined;
  return { source, target, type: known.type };
}

/**
 * The path (of a URI) next to `source` that is offered for the new file; never the source itself.
 * @param ending what its name ends in, such as the type.
 */
export function suggestedTarget(source: string, ending: string): string {
  const path = source.replace(/\/+$/, '');
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const stem = name.replace(/\.(?:bin|gguf|safetensors|psnt)$/i, '') || name;
  return `${path.slice(0, slash + 1)}${stem}-${ending}.psnt`;
}

/** The path in a model's folder that is offered for the new file: the tokenizer is in that folder. */
export function suggestedInFolder(folder: string, ending: string): string {
  const path = folder.replace(/\/+$/, '');
  return suggestedTarget(`${path}/${path.slice(path.lastIndexOf('/') + 1)}`, ending);
}
