/** Known versions and their header sizes in bytes. */
export const headerBytes = { 1: 48, 2: 52, 3: 60 } as const;
export type PsntVersion = keyof typeof headerBytes;

/** The bytes `PSNT`, read as a little-endian u32. */
export const magic = 0x544e5350;

export type PsntFieldName =
  | 'magic'
  | 'version'
  | 'quant_type'
  | 'flags'
  | 'freq_blocks'
  | 'dim'
  | 'hidden_dim'
  | 'n_layers'
  | 'n_heads'
  | 'n_kv_heads'
  | 'vocab_size'
  | 'seq_len'
  | 'rope_theta'
  | 'n_unique_layers'
  | 'n_registers';

export interface PsntFieldSpec {
  readonly name: PsntFieldName;
  readonly offset: number;
  readonly type: 'u32' | 'i32' | 'f32';
  /** The first version that has it. */
  readonly since: PsntVersion;
  readonly explanation: string;
}

/** The header, little-endian, without gaps. */
export const fieldSpecs: readonly PsntFieldSpec[] = [
  row('magic', 0, 'u32', 1, 'The bytes "PSNT".'),
  row('version', 4, 'u32', 1, 'Version of the format; later versions have more fields.'),
  row('quant_type', 8, 'u32', 1, 'Type of the matrices: 1 ternary, 4 Q4, 8 Q8.'),
  row(
    'flags',
    12,
    'u32',
    1,
    'Bit 0: the classifier is the embedding; bit 1: DenseFormer; bit 2: value residual.',
  ),
  row('freq_blocks', 16, 'u32', 1, 'Legacy RoPE tables of the source model; they may or may not be stored.'),
  row('dim', 20, 'i32', 1, 'Width of the residual stream.'),
  row('hidden_dim', 24, 'i32', 1, 'Width inside the feed-forward block.'),
  row('n_layers', 28, 'i32', 1, 'Layers executed in one pass.'),
  row('n_heads', 32, 'i32', 1, 'Query heads of each attention; each is dim / n_heads wide.'),
  row('n_kv_heads', 36, 'i32', 1, 'Key and value heads, each shared by n_heads / n_kv_heads query heads.'),
  row('vocab_size', 40, 'i32', 1, 'Tokens of the model; the tokenizer must have the same number.'),
  row('seq_len', 44, 'i32', 1, 'Text positions the model was trained for, without model registers.'),
  row('rope_theta', 48, 'f32', 2, 'Base of the angles that encode positions.'),
  row('n_unique_layers', 52, 'i32', 3, 'Unique layers; consecutive layers share their weights.'),
  row('n_registers', 56, 'i32', 3, 'Model registers: learned vectors before the text.'),
];

function row(
  name: PsntFieldName,
  offset: number,
  type: PsntFieldSpec['type'],
  since: PsntVersion,
  explanation: string,
): PsntFieldSpec {
  return { name, offset, type, since, explanation };
}

export const flagBits = { sharedClassifier: 1, denseformer: 2, valueResidual: 4 } as const;

export type Quantization = 'ternary' | 'q4' | 'q8';

/** quant_type → its name, and the versions that use it. */
export const quantTypes: ReadonlyMap<
  number,
  { readonly name: Quantization; readonly versions: readonly PsntVersion[] }
> = new Map([
  [1, { name: 'ternary', versions: [1, 2] }],
  [4, { name: 'q4', versions: [2, 3] }],
  [8, { name: 'q8', versions: [3] }],
]);
