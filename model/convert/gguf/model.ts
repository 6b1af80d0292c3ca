import type { ByteSource } from '../../../disc/byteSource';
import type { Model } from '../../model';
import type { DeclaredShape } from '../../shapeChecks';
import type { LayerPart, Part } from '../../tensorOrder';
import { configOfShape, windowNote } from '../modelShape';
import { checkLayerNumbers, checkNoOthers } from '../otherTensors';
import { modelOfTensors } from '../tensorSet';
import { readGguf } from './file';
import { checkMetadata, fault, numberOf } from './values';

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

/**
 * Opens a GGUF file of the Llama architecture as a float model; weights stay in the file. llama.cpp's converter has
 * already put the rows of wq and wk in the order of adjacent pairs.
 * @throws FormatError when it is damaged or the architecture is not supported.
 */
export async function openGguf(source: ByteSource, label: string): Promise<Model> {
  const file = await readGguf(source, label);
  checkMetadata(file);
  checkNoOthers(label, file.tensors.keys(), (name) => known.test(name));
  const count = (field: keyof DeclaredShape, otherwise?: number): number =>
    numberOf(file, keys[field], otherwise);
  const heads = count('heads');
  const blocks = count('layers');
  checkLayerNumbers(label, file.tensors.keys(), [{ prefix: 'blk.', count: blocks, field: keys.layers }]);
  const positions = count('seqLen');
  const window = numberOf(file, 'llama.attention.sliding_window', 0) || positions;
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
      seqLen: Math.min(positions, window),
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
  for (const key of ['rope.dimension_count', 'attention.key_length', 'attention.value_length']) {
    const width = numberOf(file, `llama.${key}`, config.headDim);
    if (width !== config.headDim) {
      throw fault(file, `llama.${key}`, String(width), `${config.headDim}, the whole head`);
    }
  }
  const model = modelOfTensors(label, config, file.tensors, {
    halfSplit: false,
    names: (part, layer) => [
      wholes[part] ?? `blk.${layer}.${part in layers ? layers[part as LayerPart] : part}.weight`,
    ],
  });
  const notes = [...(model.notes ?? []), ...(window < positions ? [windowNote(window, positions)] : [])];
  return { ...model, ...(notes.length > 0 && { notes }) };
}
