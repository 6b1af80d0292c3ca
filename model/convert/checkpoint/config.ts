import type { JsonValue } from '../../json';
import type { ModelConfig } from '../../model';
import type { DeclaredShape } from '../../shapeChecks';
import { configOfShape, windowNote } from '../modelShape';
import type { SourceTensor } from '../tensorSet';
import { checkKeys } from './keys';
import { ropeTheta } from './rope';
import { oneStatement } from './statements';
import { isTied, type TiedPair } from './tied';

/** What a configuration and its tensors say together. */
export interface CheckpointConfig {
  readonly config: ModelConfig;
  /** The matrices of the layers are rounded to −1, 0 and 1 times one scale before they are used. */
  readonly ternary: boolean;
  /** One sentence each for what was decided. */
  readonly notes: readonly string[];
}

type Tensors = ReadonlyMap<string, SourceTensor>;

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
const tiedKeys = ['tie_word_embeddings', 'tie_embeddings', 'weight_tying'];

/** What transformers takes for a field that config.json leaves out. */
const transformersDefaults = {
  llama: { kvHeads: undefined, seqLen: 2048, eps: 1e-6, window: undefined },
  mistral: { kvHeads: 8, seqLen: 131_072, eps: 1e-6, window: 4096 },
} as const;

const refusal = 'PS2 ML does not support this; use a model without it';

/**
 * Reads a configuration in the names of transformers or of Meta's Llama, llama2.c and the original.
 * @throws FormatError when it is not one of a Llama-style model, changes the computation in a way that is not
 * supported, or does not match itself or the tensors.
 */
export async function readCheckpointConfig(
  json: JsonValue,
  tensors: Tensors,
  classifier: TiedPair,
): Promise<CheckpointConfig> {
  const isTransformers = json.get('hidden_size').exists || !json.get('dim').exists;
  return isTransformers ? readTransformers(json, tensors, classifier) : readMeta(json, tensors, classifier);
}

const find = (json: JsonValue, names: readonly string[]): JsonValue =>
  oneStatement(names.map((name) => json.get(name))) ?? json.get(names[0] ?? '');

function common(
  json: JsonValue,
): Pick<DeclaredShape, 'dim' | 'layers' | 'heads' | 'vocabSize' | 'ropeTheta'> {
  const count = (field: keyof DeclaredShape): number => find(json, keys[field]).count();
  return {
    dim: count('dim'),
    layers: count('layers'),
    heads: count('heads'),
    vocabSize: count('vocabSize'),
    ropeTheta: ropeTheta(json),
  };
}

async function readTransformers(
  json: JsonValue,
  tensors: Tensors,
  pair: TiedPair,
): Promise<CheckpointConfig> {
  const type = json.get('model_type');
  const kind = type.string('llama');
  if (kind !== 'llama' && kind !== 'mistral') {
    throw type.wrong('llama or mistral', 'PS2 ML supports Llama-style models only');
  }
  const defaults = transformersDefaults[kind];
  expect(json, 'hidden_act', ['silu', 'swish'], 'silu');
  for (const name of ['attention_bias', 'mlp_bias']) {
    if (json.get(name).boolean(false)) throw json.get(name).wrong('false', refusal);
  }
  const shape = common(json);
  const headDim = json.get('head_dim');
  const width = shape.dim / shape.heads;
  if (headDim.exists && headDim.count() !== width) {
    throw headDim.wrong(`hidden_size / num_attention_heads = ${width}`, refusal);
  }
  checkKeys(json, 'transformers');
  const kvHeads = json.get('num_key_value_heads');
  const positions = json.get('max_position_embeddings').count(defaults.seqLen);
  const window = attentionWindow(json, defaults.window);
  const notes: string[] = [];
  if (window !== undefined && window < positions) {
    notes.push(windowNote(window, positions));
  }
  const { tied, note } = await isTied(find(json, tiedKeys), tensors, pair);
  if (note !== undefined) notes.push(note);
  const config = configOfShape(
    json.label,
    {
      ...shape,
      hiddenDim: json.get('intermediate_size').count(),
      // null means one for each head in every version.
      kvHeads: kvHeads.exists
        ? kvHeads.count()
        : (kvHeads.value === undefined && defaults.kvHeads) || shape.heads,
      seqLen: Math.min(positions, window ?? positions),
      uniqueLayers: shape.layers,
      registers: 0,
      eps: json.get('rms_norm_eps').number(defaults.eps),
      sharedClassifier: tied,
      denseformer: false,
      valueResidual: false,
    },
    (field) => keys[field][0] ?? field,
  );
  return { config, ternary: false, notes };
}

/** Positions that a layer attends to at most; undefined for all. */
function attentionWindow(json: JsonValue, otherwise: number | undefined): number | undefined {
  const types = json.get('layer_types');
  const kinds = types.exists ? types.items().map((item) => item.string()) : [];
  const isFull = (kind: string): boolean => kind === 'full_attention';
  if (kinds.some((kind) => !isFull(kind) && kind !== 'sliding_attention')) {
    throw types.wrong('full_attention or sliding_attention for every layer', refusal);
  }
  if (kinds.length > 0 && kinds.every(isFull)) return undefined;
  const window = json.get('sliding_window');
  if (window.value === undefined) return otherwise;
  return window.exists ? window.count() : undefined;
}

async function readMeta(json: JsonValue, tensors: Tensors, pair: TiedPair): Promise<CheckpointConfig> {
  expect(json, 'activation', ['swiglu', 'silu'], 'swiglu');
  expect(json, 'hidden_act', ['silu', 'swish'], 'silu');
  expect(json, 'normalization', ['rmsnorm'], 'rmsnorm');
  expect(json, 'position_encoding', ['rope'], 'rope');
  const loops = json.get('n_loops');
  if (loops.count(1) > 1)
    throw loops.wrong('1', 'PS2 ML executes each layer once; use a model without loops');
  for (const [name, what] of [
    ['relu_squared', 'a feed-forward block with squared ReLU'],
    ['step_embedding', 'embeddings of loops'],
    ['feedback', 'feedback between loops'],
  ] as const) {
    const flag = json.get(name);
    if (flag.boolean(false))
      throw flag.wrong('false', `PS2 ML does not support ${what}; use a model without it`);
  }
  checkKeys(json, 'meta');
  const shape = common(json);
  const { tied, note } = await isTied(find(json, tiedKeys), tensors, pair);
  const flag = (...names: string[]): boolean => find(json, names).boolean(false);
  const config = configOfShape(
    json.label,
    {
      ...shape,
      hiddenDim: hiddenDim(json, tensors),
      kvHeads: find(json, keys.kvHeads).count(shape.heads),
      seqLen: find(json, keys.seqLen).count(),
      uniqueLayers: uniqueLayers(json, shape.layers, tensors),
      registers: registers(json, tensors),
      eps: json.get('norm_eps').number(1e-5),
      sharedClassifier: tied,
      denseformer: denseformer(json, tensors),
      valueResidual: flag('value_residual', 'use_value_residual'),
    },
    (field) => keys[field].find((name) => json.get(name).exists) ?? keys[field].at(-1) ?? field,
  );
  return { config, ternary: flag('ternary'), notes: note === undefined ? [] : [note] };
}

function expect(json: JsonValue, key: string, supported: readonly string[], right: string): void {
  const value = json.get(key);
  if (value.exists && !supported.includes(value.string())) throw value.wrong(right, refusal);
}

/** llama2.c leaves it out where it follows from the width; the weights have it in any case. */
function hiddenDim(json: JsonValue, tensors: Tensors): number {
  const stated = json.get('hidden_dim');
  const rows = tensors.get('layers.0.feed_forward.w1.weight')?.shape[0];
  return stated.exists || rows === undefined ? stated.count() : rows;
}

/** Stored layers: pairs of layers share one where `block_sharing` is set or shared layers are stored for themselves. */
function uniqueLayers(json: JsonValue, layers: number, tensors: Tensors): number {
  const numbers = [...tensors.keys()]
    .filter((name) => name.startsWith('_unique_layers.'))
    .map((name) => Number(name.split('.')[1]));
  const stored = numbers.length === 0 ? undefined : 1 + Math.max(...numbers);
  const inPairs = Math.ceil(layers / 2);
  const [stated, sharing] = [json.get('n_unique_layers'), json.get('block_sharing')];
  const named = stored === undefined ? 'absent' : `_unique_layers.0 to ${stored - 1}`;
  if (stated.exists && stored !== undefined && stated.count() !== stored) {
    throw stated.wrong(`${stored}, because the weights have ${named}`, disagreement);
  }
  const found = stated.exists ? stated.count() : stored;
  if (!sharing.exists) return found ?? layers;
  const implied = sharing.boolean() ? inPairs : layers;
  if (found !== undefined && found !== implied) {
    throw sharing.wrong(
      `${String(!sharing.boolean())}, because ${stated.exists ? `n_unique_layers is ${found}` : `the weights have ${named}`}`,
      disagreement,
    );
  }
  return implied;
}

const disagreement = 'the two disagree; correct the one that is wrong';

function registers(json: JsonValue, tensors: Tensors): number {
  const stored = tensors.get('register_tokens')?.shape.at(-2) ?? 0;
  const stated = json.get('n_registers');
  if (stated.exists && stated.count() !== stored) {
    throw stated.wrong(
      `${stored}, because ${stored === 0 ? 'there are no weights' : 'that is the number of rows in the weights'} register_tokens`,
      disagreement,
    );
  }
  return stored;
}

function denseformer(json: JsonValue, tensors: Tensors): boolean {
  const stored = tensors.has('dwa_weights');
  const stated = json.get('dense_former');
  if (stated.exists && stated.boolean() !== stored) {
    throw stated.wrong(
      `${String(stored)}, because the weights ${stored ? 'have' : 'do not have'} dwa_weights`,
      disagreement,
    );
  }
  return stored;
}
