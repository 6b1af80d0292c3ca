import type { ModelConfig } from '../../model/model';

/** A shape by the keys of the original's configuration. */
export interface Shape {
  readonly dim: number;
  readonly n_layers: number;
  readonly n_heads: number;
  readonly n_kv_heads: number;
  readonly vocab_size: number;
  readonly hidden_dim: number;
  readonly max_seq_len: number;
  readonly block_sharing?: boolean;
  readonly dense_former?: boolean;
  readonly value_residual?: boolean;
  readonly n_registers?: number;
  readonly n_predict?: number;
}

/** His configurations: configs/*.yaml of xaskasdf/brandon-tiny. */
export const published: Readonly<Record<string, Shape>> = {
  '226K': {
    dim: 48,
    n_layers: 7,
    n_heads: 4,
    n_kv_heads: 2,
    vocab_size: 1024,
    hidden_dim: 128,
    max_seq_len: 128,
  },
  '226K v2': {
    dim: 24,
    n_layers: 6,
    n_heads: 3,
    n_kv_heads: 1,
    vocab_size: 8192,
    hidden_dim: 64,
    max_seq_len: 512,
  },
  '900K': {
    dim: 72,
    n_layers: 7,
    n_heads: 4,
    n_kv_heads: 2,
    vocab_size: 8192,
    hidden_dim: 192,
    max_seq_len: 256,
  },
  '10M': {
    dim: 288,
    n_layers: 8,
    n_heads: 8,
    n_kv_heads: 4,
    vocab_size: 8192,
    hidden_dim: 768,
    max_seq_len: 512,
  },
  '10M enhanced': {
    ...{
      dim: 256,
      n_layers: 24,
      n_heads: 8,
      n_kv_heads: 2,
      vocab_size: 8192,
      hidden_dim: 720,
      max_seq_len: 512,
    },
    ...{ block_sharing: true, dense_former: true, value_residual: true, n_registers: 4 },
  },
  '10M with prediction heads': {
    ...{
      dim: 256,
      n_layers: 24,
      n_heads: 8,
      n_kv_heads: 2,
      vocab_size: 8192,
      hidden_dim: 720,
      max_seq_len: 512,
    },
    ...{ block_sharing: true, n_predict: 4 },
  },
  '30M': {
    dim: 448,
    n_layers: 12,
    n_heads: 8,
    n_kv_heads: 4,
    vocab_size: 8192,
    hidden_dim: 1216,
    max_seq_len: 512,
  },
  '30M v2': {
    ...{
      dim: 384,
      n_layers: 28,
      n_heads: 8,
      n_kv_heads: 2,
      vocab_size: 8192,
      hidden_dim: 1344,
      max_seq_len: 512,
    },
    ...{ block_sharing: true, dense_former: true, value_residual: true, n_registers: 4 },
  },
  '110M': {
    ...{ dim: 768, n_layers: 12, n_heads: 12, n_kv_heads: 12, vocab_size: 32000, hidden_dim: 2048 },
    max_seq_len: 1024,
  },
  '110M v2': {
    ...{
      dim: 576,
      n_layers: 30,
      n_heads: 9,
      n_kv_heads: 3,
      vocab_size: 32000,
      hidden_dim: 1280,
      max_seq_len: 1024,
    },
  },
  '110M v3': {
    ...{
      dim: 576,
      n_layers: 30,
      n_heads: 9,
      n_kv_heads: 3,
      vocab_size: 8192,
      hidden_dim: 1536,
      max_seq_len: 512,
    },
    ...{ dense_former: true, value_residual: true, n_registers: 4 },
  },
};
/** A shape as a model of it has it. */
export function configOf(shape: Shape): ModelConfig {
  const { dim, n_layers, n_heads, n_kv_heads, vocab_size, hidden_dim, max_seq_len } = shape;
  const headDim = dim / n_heads;
  return {
    ...{ dim, hiddenDim: hidden_dim, layers: n_layers, heads: n_heads, kvHeads: n_kv_heads, headDim },
    uniqueLayers: shape.block_sharing ? Math.ceil(n_layers / 2) : n_layers,
    kvDim: headDim * n_kv_heads,
    ...{ vocabSize: vocab_size, seqLen: max_seq_len, ropeTheta: 10000, eps: 1e-5 },
    registers: shape.n_registers ?? 0,
    sharedClassifier: true,
    denseformer: shape.dense_former ?? false,
    valueResidual: shape.value_residual ?? false,
  };
}
