import type { ByteSource } from '../../../disc/byteSource';
import { FormatError } from '../../formatError';
import type { Model } from '../../model';
import type { DeclaredShape } from '../../shapeChecks';
import type { LayerPart, Part } from '../../tensorOrder';
import { configOfShape } from '../modelShape';
import { checkNoOthers, modelOfTensors } from '../tensorSet';
import { readGguf, type GgufFile } from './file';

const wholes: Readonly<Partial<Record<Part, string>>> = {
  embedding: 'token_embd.weight',
  norm: 'output_norm.weight',
  classifier: 'output.weight',
};
const layers: Readonly<Record<LayerPart, string>> = {
  'attn.norm': 'attn_norm',
  'attn.wq': 'attn_q',
  'attn.wk': 'attn_k',
  'attn.wv': 'attn_v',
  'attn.wo': 'attn_output',
  'ffn.norm': 'ffn_norm',
  'ffn.w1': 'ffn_gate',
  'ffn.w2': 'ffn_down',
  'ffn.w3': 'ffn_up',
};
const known = new RegExp(
  `^(?:${Object.values(wholes).join('|').replaceAll('.', '\\.')}|blk\\.\\d+\\.(?:${Object.values(layers).join('|')})\\.weight)$`,
);

const keys: Readonly<Record<keyof DeclaredShape, string>> = {
  dim: 'llama.embedding_length',
  hiddenDim: 'llama.feed_forward_length',
  layers: 'llama.block_count',
  heads: 'llama.attention.head_count',
  kvHeads: 'llama.attention.head_count_kv',
  vocabSize: 'llama.vocab_size',
  seqLen: 'llama.context_length',
  ropeTheta: 'llama.rope.freq_base',
  uniqueLayers: 'llama.block_count',
  registers: 'llama.registers',
};

const refusal = 'PS2 ML does not support this model; use another one';

/**
 * Opens a GGUF file of the Llama architecture as a float model; weights stay in the file. llama.cpp's converter has
 * already put the rows of wq and wk in the order of adjacent pairs.
 * @throws FormatError when it is damaged or the architecture is not supported.
 */
export async function openGguf(source: ByteSource, label: string): Promise<Model> {
  const file = await readGguf(source, label);
  refuseOthers(file);
  checkNoOthers(label, file.tensors.keys(), (name) => known.test(name));
  const count = (field: keyof DeclaredShape, otherwise?: number): number =>
    numberOf(file, keys[field], otherwise);
  const heads = count('heads');
  const blocks = count('layers');
  const config = configOfShape(
    label,
    {
      dim: count('dim'),
      hiddenDim: count('hiddenDim'),
      layers: blocks,
      uniqueLayers: blocks,
      heads,
      kvHeads: count('kvHeads', heads),
      vocabSize: count('vocabSize', file.tensors.get('token_embd.weight')?.shape[0]),
      seqLen: count('seqLen'),
      ropeTheta: count('ropeTheta', 10000),
      registers: 0,
      // Stored as f32: its 1e-5 differs from that of a double.
      eps: Number(numberOf(file, 'llama.attention.layer_norm_rms_epsilon').toPrecision(6)),
      sharedClassifier: !file.tensors.has('output.weight'),
      denseformer: false,
      valueResidual: false,
    },
    (field) => keys[field],
  );
  const rotated = numberOf(file, 'llama.rope.dimension_count', config.headDim);
  if (rotated !== config.headDim) {
    throw fault(file, 'llama.rope.dimension_count', String(rotated), `${config.headDim}, the whole head`);
  }
  return modelOfTensors(label, config, file.tensors, {
    halfSplit: false,
    names: (part, layer) => [
      wholes[part] ?? `blk.${layer}.${part in layers ? layers[part as LayerPart] : part}.weight`,
    ],
  });
}

function refuseOthers(file: GgufFile): void {
  const architecture = file.metadata.get('general.architecture');
  if (architecture !== 'llama') {
    throw fault(file, 'general.architecture', JSON.stringify(architecture ?? null), '"llama"');
  }
  const scaling = file.metadata.get('llama.rope.scaling.type') ?? 'none';
  if (scaling !== 'none') throw fault(file, 'llama.rope.scaling.type', JSON.stringify(scaling), '"none"');
}

function numberOf(file: GgufFile, key: string, otherwise?: number): number {
  const value = file.metadata.get(key) ?? otherwise;
  if (typeof value === 'number') return value;
  throw fault(file, key, value === undefined ? 'absent' : 'not a number', 'a number');
}

function fault({ label }: GgufFile, field: string, found: string, expected: string): FormatError {
  return new FormatError({ label, field, found, expected, advice: refusal });
}
