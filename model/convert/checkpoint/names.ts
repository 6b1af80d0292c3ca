import { uniqueLayerOf, type ModelConfig } from '../../model';
import type { LayerPart, Part } from '../../tensorOrder';
import type { Naming } from '../tensorSet';

/** The names of a model's parts in one family of checkpoints. */
export interface Family {
  readonly wholes: Readonly<Partial<Record<Part, string>>>;
  readonly layers: Readonly<Record<LayerPart, string>>;
  /** Before the number of a layer; several are tried. */
  readonly layerPrefixes: readonly string[];
  /** wq and wk are in Hugging Face's order of rows. */
  readonly halfSplit: boolean;
}

/** Llama and Mistral in the transformers library. */
export const transformersFamily: Family = {
  wholes: {
    embedding: 'model.embed_tokens.weight',
    norm: 'model.norm.weight',
    classifier: 'lm_head.weight',
  },
  layers: {
    'attn.norm': 'input_layernorm',
    'attn.wq': 'self_attn.q_proj',
    'attn.wk': 'self_attn.k_proj',
    'attn.wv': 'self_attn.v_proj',
    'attn.wo': 'self_attn.o_proj',
    'ffn.norm': 'post_attention_layernorm',
    'ffn.w1': 'mlp.gate_proj',
    'ffn.w2': 'mlp.down_proj',
    'ffn.w3': 'mlp.up_proj',
  },
  layerPrefixes: ['model.layers'],
  halfSplit: true,
};

/** Meta's Llama, llama2.c and the models of the original. */
export const metaFamily: Family = {
  wholes: {
    embedding: 'tok_embeddings.weight',
    norm: 'norm.weight',
    classifier: 'output.weight',
    denseformer: 'dwa_weights',
    registers: 'register_tokens',
  },
  layers: {
    'attn.norm': 'attention_norm',
    'attn.wq': 'attention.wq',
    'attn.wk': 'attention.wk',
    'attn.wv': 'attention.wv',
    'attn.wo': 'attention.wo',
    'ffn.norm': 'ffn_norm',
    'ffn.w1': 'feed_forward.w1',
    'ffn.w2': 'feed_forward.w2',
    'ffn.w3': 'feed_forward.w3',
  },
  layerPrefixes: ['_unique_layers', 'layers'],
  halfSplit: false,
};

/** A file that stores a tied matrix once may name it after either use. */
function wholeNames(family: Family, part: Part, tied: boolean): string[] {
  const { wholes } = family;
  const names = [wholes[part], ...(tied && part === 'embedding' ? [wholes.classifier] : [])];
  return names.filter((name) => name !== undefined);
}

/**
 * How to find the parts of a model of this shape. A shared layer may be stored for itself, and once for each layer
 * that executes it; any of them will do.
 */
export function namingOf(family: Family, config: ModelConfig): Naming {
  const [first = ''] = family.layerPrefixes;
  const isShared = config.uniqueLayers !== config.layers;
  return {
    halfSplit: family.halfSplit,
    names: (part, layer) => {
      if (!(part in family.layers)) return wholeNames(family, part, config.sharedClassifier);
      const end = `${family.layers[part as LayerPart]}.weight`;
      if (!isShared) return family.layerPrefixes.map((prefix) => `${prefix}.${layer}.${end}`).reverse();
      const users = Array.from({ length: config.layers }, (_, logical) => logical).filter(
        (logical) => uniqueLayerOf(config, logical) === layer,
      );
      const prefix = family.layerPrefixes.at(-1) ?? first;
      return [`${first}.${layer}.${end}`, ...users.map((logical) => `${prefix}.${logical}.${end}`)];
    },
  };
}

/** Matches the names that belong to the family. */
export function patternOf({ wholes, layers, layerPrefixes }: Family): RegExp {
  const anyOf = (names: readonly string[]): string =>
    `(?:${names.map((name) => name.replaceAll('.', '\\.')).join('|')})`;
  const layer = `${anyOf(layerPrefixes)}\\.\\d+\\.${anyOf(Object.values(layers))}\\.weight`;
  return new RegExp(`^(?:${anyOf(Object.values(wholes))}|${layer})$`);
}

/** Tables and counters that a model computes itself. */
const needless = /(?:^|\.)(?:rotary_emb\.inv_freq|freqs_cos|freqs_sin|freqs_cis|mask)$/;
/** Heads that predict tokens further ahead, used in training. */
const trainingHeads = /^mtp_heads\./;

/** Why a tensor that belongs to no part can be left out; undefined if it cannot. */
export function needlessReason(name: string): 'computed' | 'training' | undefined {
  if (needless.test(name)) return 'computed';
  return trainingHeads.test(name) ? 'training' : undefined;
}

/** Names as the library that owns them has them, without what wrappers put before them. */
export function plainName(name: string): string {
  return name.replace(/^(?:_orig_mod\.|module\.)+/, '');
}
