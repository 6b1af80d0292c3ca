import type { ByteSource } from '../../disc/byteSource';
import { FormatError } from '../formatError';
import { JsonValue } from '../json';
import type { Model, ModelConfig } from '../model';
import type { DeclaredShape } from '../shapeChecks';
import type { LayerPart, Part } from '../tensorOrder';
import { configOfShape } from './modelShape';
import { readSafetensors } from './safetensors';
import { checkNoOthers, modelOfTensors, type Naming, type SourceTensor } from './tensorSet';

/** A model folder in the layout of Hugging Face. */
export interface SafetensorsFiles {
  /** The folder's name in messages. */
  readonly label: string;
  /** The text of `config.json`. */
  readonly config: string;
  /** All `.safetensors` files (shards) by name. */
  readonly shards: readonly { readonly name: string; readonly source: ByteSource }[];
  /** The text of `model.safetensors.index.json`, where the model is in several files. */
  readonly index?: string;
}

/** Names of Llama and Mistral in the transformers library. */
const transformersWholes: Readonly<Partial<Record<Part, string>>> = {
  embedding: 'model.embed_tokens.weight',
  norm: 'model.norm.weight',
  classifier: 'lm_head.weight',
};
const transformersLayers: Readonly<Record<LayerPart, string>> = {
  'attn.norm': 'input_layernorm',
  'attn.wq': 'self_attn.q_proj',
  'attn.wk': 'self_attn.k_proj',
  'attn.wv': 'self_attn.v_proj',
  'attn.wo': 'self_attn.o_proj',
  'ffn.norm': 'post_attention_layernorm',
  'ffn.w1': 'mlp.gate_proj',
  'ffn.w2': 'mlp.down_proj',
  'ffn.w3': 'mlp.up_proj',
};
/** Names of Meta's Llama, llama2.c and the 10M model. */
const metaWholes: Readonly<Partial<Record<Part, string>>> = {
  embedding: 'tok_embeddings.weight',
  norm: 'norm.weight',
  classifier: 'output.weight',
  denseformer: 'dwa_weights',
  registers: 'register_tokens',
};
const metaLayers: Readonly<Record<LayerPart, string>> = {
  'attn.norm': 'attention_norm',
  'attn.wq': 'attention.wq',
  'attn.wk': 'attention.wk',
  'attn.wv': 'attention.wv',
  'attn.wo': 'attention.wo',
  'ffn.norm': 'ffn_norm',
  'ffn.w1': 'feed_forward.w1',
  'ffn.w2': 'feed_forward.w2',
  'ffn.w3': 'feed_forward.w3',
};
/** Tables and counters that some models contain. */
const needless = /(?:^|\.)(?:rotary_emb\.inv_freq|freqs_cos|freqs_sin|freqs_cis|mask)$/;

const advice =
  'it is not the configuration of a Llama-style model; use the folder saved by the training library';

/**
 * Opens a folder with safetensors as a float model; weights stay in the files.
 * @throws FormatError when something is missing or damaged, or the architecture is not supported.
 */
export async function openSafetensorsFolder({
  label,
  config: text,
  shards,
  index,
}: SafetensorsFiles): Promise<Model> {
  const json = JsonValue.parse(text, `${label}/config.json`, advice);
  const tensors = new Map<string, SourceTensor>();
  for (const { name, source } of shards) {
    for (const tensor of await readSafetensors(source, `${label}/${name}`)) tensors.set(tensor.name, tensor);
  }
  if (index !== undefined) checkIndex(label, index, shards, tensors);
  const isTransformers = tensors.has('model.embed_tokens.weight');
  const uniqueNames = [...tensors.keys()].filter((name) => name.startsWith('_unique_layers.'));
  const config = await readConfig(`${label}/config.json`, json, tensors, uniqueLayersIn(uniqueNames));
  const naming = isTransformers ? transformersNaming() : metaNaming(config);
  const pattern = isTransformers
    ? patternOf(transformersWholes, transformersLayers, 'model\\.layers')
    : patternOf(metaWholes, metaLayers, '(?:layers|_unique_layers)');
  checkNoOthers(label, tensors.keys(), (name) => pattern.test(name) || needless.test(name));
  return modelOfTensors(label, config, tensors, naming);
}

function transformersNaming(): Naming {
  return {
    halfSplit: true,
    names: (part, layer) => [
      transformersWholes[part] ?? `model.layers.${layer}.${layerName(transformersLayers, part)}.weight`,
    ],
  };
}

/** A shared layer is stored once for itself and once for each layer that uses it; any of them will do. */
function metaNaming(config: ModelConfig): Naming {
  const repeat = config.layers / config.uniqueLayers;
  return {
    halfSplit: false,
    names: (part, layer) => {
      const whole = metaWholes[part];
      if (whole !== undefined) return [whole];
      const end = `${layerName(metaLayers, part)}.weight`;
      return [`_unique_layers.${layer}.${end}`, `layers.${layer * repeat}.${end}`];
    },
  };
}

function layerName(names: Readonly<Record<LayerPart, string>>, part: Part): string {
  return part in names ? names[part as LayerPart] : part;
}

function patternOf(
  wholes: Readonly<Partial<Record<Part, string>>>,
  layers: Readonly<Record<LayerPart, string>>,
  prefix: string,
): RegExp {
  const dots = (name: string): string => name.replaceAll('.', '\\.');
  const layer = Object.values(layers).map(dots).join('|');
  return new RegExp(
    `^(?:${Object.values(wholes).map(dots).join('|')}|${prefix}\\.\\d+\\.(?:${layer})\\.weight)$`,
  );
}

function uniqueLayersIn(names: readonly string[]): number | undefined {
  if (names.length === 0) return undefined;
  return 1 + Math.max(...names.map((name) => Number(name.split('.')[1])));
}

/** The names of the same field in two families of configurations. */
const keys: Readonly<Record<keyof DeclaredShape, readonly string[]>> = {
  dim: ['hidden_size', 'dim'],
  hiddenDim: ['intermediate_size', 'hidden_dim'],
  layers: ['num_hidden_layers', 'n_layers'],
  heads: ['num_attention_heads', 'n_heads'],
  kvHeads: ['num_key_value_heads', 'n_kv_heads'],
  vocabSize: ['vocab_size'],
  seqLen: ['max_position_embeddings', 'max_seq_len', 'seq_len'],
  ropeTheta: ['rope_theta'],
  uniqueLayers: ['n_unique_layers'],
  registers: ['n_registers'],
};

async function readConfig(
  label: string,
  json: JsonValue,
  tensors: ReadonlyMap<string, SourceTensor>,
  uniqueLayers: number | undefined,
): Promise<ModelConfig> {
  refuseOthers(json);
  const find = (names: readonly string[]): JsonValue =>
    names.map((name) => json.get(name)).find(({ exists }) => exists) ?? json.get(names[0] ?? '');
  const count = (field: keyof DeclaredShape, otherwise?: number): number =>
    find(keys[field]).count(otherwise);
  const heads = count('heads');
  const layers = count('layers');
  const nested = json.get('rope_parameters');
  const theta = nested.exists ? nested.get('rope_theta') : find(keys.ropeTheta);
  const tied = find(['tie_word_embeddings', 'tie_embeddings', 'weight_tying']);
  const flag = (...names: string[]): boolean => find(names).boolean(false);
  return configOfShape(
    label,
    {
      dim: count('dim'),
      hiddenDim: count('hiddenDim'),
      layers,
      heads,
      kvHeads: count('kvHeads', heads),
      vocabSize: count('vocabSize'),
      seqLen: count('seqLen'),
      ropeTheta: theta.number(10000),
      uniqueLayers: uniqueLayers ?? count('uniqueLayers', layers),
      registers: tensors.get('register_tokens')?.shape.at(-2) ?? 0,
      eps: find(['rms_norm_eps', 'norm_eps']).number(1e-5),
      sharedClassifier: tied.exists ? tied.boolean() : await isTied(tensors),
      denseformer: tensors.has('dwa_weights'),
      valueResidual: flag('value_residual', 'use_value_residual'),
    },
    (field) => keys[field][0] ?? field,
  );
}

/** Without a separate classifier, or with one that repeats the embedding. */
async function isTied(tensors: ReadonlyMap<string, SourceTensor>): Promise<boolean> {
  const classifier = tensors.get('lm_head.weight') ?? tensors.get('output.weight');
  const embedding = tensors.get('model.embed_tokens.weight') ?? tensors.get('tok_embeddings.weight');
  if (classifier === undefined || embedding === undefined) return true;
  const [rows = 0, cols = 0] = embedding.shape;
  if (classifier.shape.join() !== embedding.shape.join()) return false;
  const step = Math.max(1, Math.floor(65_536 / Math.max(cols, 1)));
  for (let row = 0; row < rows; row += step) {
    const count = Math.min(step, rows - row);
    const [a, b] = await Promise.all([classifier.read(row, count), embedding.read(row, count)]);
    if (a.some((value, i) => value !== b[i])) return false;
  }
  return true;
}

const refusal = 'PS2 ML does not support this; use a model without it';

function refuseOthers(json: JsonValue): void {
  const type = json.get('model_type');
  if (type.exists && !['llama', 'mistral'].includes(type.string()) && json.get('hidden_size').exists) {
    throw type.wrong('llama or mistral', 'PS2 ML supports Llama-style models only');
  }
  const act = json.get('hidden_act');
  if (act.string('silu') !== 'silu') throw act.wrong('silu', refusal);
  for (const name of ['attention_bias', 'mlp_bias']) {
    if (json.get(name).boolean(false)) throw json.get(name).wrong('false', refusal);
  }
  const scaling = json.get('rope_scaling');
  if (scaling.exists) throw scaling.wrong('null', refusal);
  const kind = json.get('rope_parameters').exists ? json.get('rope_parameters').get('rope_type') : undefined;
  if (kind?.exists === true && kind.string() !== 'default') throw kind.wrong('default', refusal);
  const headDim = json.get('head_dim');
  if (headDim.exists) {
    const width = json.get('hidden_size').count() / json.get('num_attention_heads').count();
    if (headDim.count() !== width)
      throw headDim.wrong(`hidden_size / num_attention_heads = ${width}`, refusal);
  }
  const positions = json.get('max_position_embeddings');
  const window = json.get('sliding_window');
  if (window.exists && positions.exists && window.count() < positions.count()) {
    throw window.wrong(
      `null, or at least max_position_embeddings (${positions.count()})`,
      'PS2 ML computes attention over all positions; lower max_position_embeddings to the window',
    );
  }
}

function checkIndex(
  label: string,
  text: string,
  shards: SafetensorsFiles['shards'],
  tensors: ReadonlyMap<string, SourceTensor>,
): void {
  const json = JsonValue.parse(text, `${label}/model.safetensors.index.json`, advice);
  for (const [name, file] of json.get('weight_map').entries()) {
    if (tensors.has(name)) continue;
    const missing = !shards.some((shard) => shard.name === file.value);
    throw new FormatError({
      label,
      field: `the tensor ${name}`,
      found: missing ? `in ${file.string()}, which does not exist` : `not in ${file.string()}`,
      expected: 'in a file of the folder',
      advice: 'download the missing file',
    });
  }
}
