import { FormatError } from '../../formatError';
import type { GgufFile } from './file';
import type { GgufValue } from './metadata';

const refusal = 'PS2 ML does not support this model; use another one';
const scaled = 'PS2 ML does not support scaled positions; use a model without them';

/** Keys of the architecture that this reader honours. */
const honoured: ReadonlySet<string> = new Set([
  'embedding_length',
  'feed_forward_length',
  'block_count',
  'attention.head_count',
  'attention.head_count_kv',
  'attention.key_length',
  'attention.value_length',
  'attention.layer_norm_rms_epsilon',
  'attention.sliding_window',
  'vocab_size',
  'context_length',
  'rope.freq_base',
  'rope.dimension_count',
]);

/** Factors of positions, in every spelling that GGUF has had; 0 and 1 do not scale. */
const factors = ['rope.scaling.factor', 'rope.scale_linear', 'rope.scale', 'rope.scaling.attn_factor'];
/** Details of a scaling, without effect where there is none. */
const scalingDetails = /^rope\.scaling\./;

/** The number of a key. A list states one for each layer; equal ones are one number. */
export function numberOf(file: GgufFile, key: string, otherwise?: number): number {
  const value = file.metadata.get(key) ?? otherwise;
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    const [first] = items;
    if (typeof first === 'number' && items.every((item) => item === first)) return first;
    throw fault(file, key, `a list (${shown(value)})`, 'the same number for every layer');
  }
  throw fault(file, key, value === undefined ? 'absent' : 'not a number', 'a number');
}

export function fault(
  { label }: GgufFile,
  field: string,
  found: string,
  expected: string,
  advice = refusal,
): FormatError {
  return new FormatError({ label, field, found, expected, advice });
}

/**
 * A whole model of the architecture, without anything that changes its computation in a way that is not supported.
 * @throws FormatError otherwise.
 */
export function checkMetadata(file: GgufFile): void {
  const get = (key: string): GgufValue | undefined => file.metadata.get(key);
  const parts = get('split.count');
  if (typeof parts === 'number' && parts > 1) {
    throw fault(
      file,
      'the file',
      `part ${Number(get('split.no') ?? 0) + 1} of ${parts} of a model`,
      'a whole model',
      "join the parts with llama.cpp's llama-gguf-split --merge and convert the result",
    );
  }
  const type = get('general.type') ?? 'model';
  if (type !== 'model') {
    throw fault(file, 'general.type', shown(type), '"model"', 'open the file of the model itself');
  }
  const architecture = get('general.architecture');
  if (architecture !== 'llama') {
    throw fault(file, 'general.architecture', shown(architecture ?? null), '"llama"');
  }
  checkUnscaled(file);
  for (const [key, value] of file.metadata) {
    const name = key.startsWith('llama.') ? key.slice(6) : undefined;
    if (name === undefined || honoured.has(name) || factors.includes(name) || scalingDetails.test(name))
      continue;
    if (name === 'attention.causal' ? value === true : isHarmless(name, value)) continue;
    throw fault(
      file,
      key,
      shown(value),
      name === 'attention.causal' ? 'true' : 'absent or 0',
      'PS2 ML does not know this key, and it may change what the model computes; use a model without it',
    );
  }
}

/** The order of rows that llama.cpp's converter names, or a switch that is off. */
function isHarmless(name: string, value: GgufValue): boolean {
  if (name === 'tensor_data_layout') return value === 'Meta AI original pth';
  return value === 0 || value === false || value === '' || value === 'none';
}

function checkUnscaled(file: GgufFile): void {
  const type = file.metadata.get('llama.rope.scaling.type') ?? 'none';
  const stated = factors.map((name) => `llama.${name}`).filter((key) => file.metadata.has(key));
  for (const key of stated) {
    const factor = file.metadata.get(key);
    if (factor !== 0 && factor !== 1) throw fault(file, key, shown(factor ?? null), '1', scaled);
  }
  // A linear scaling by 1 is none.
  if (type === 'none' || (type === 'linear' && stated.length > 0)) return;
  throw fault(file, 'llama.rope.scaling.type', shown(type), '"none"', scaled);
}

function shown(value: GgufValue | null): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
