import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { tenMillionConfig } from '../../bench/tenMillion';
import { uniqueLayerOf, type ModelConfig } from '../../model/model';
import { safetensorsBytes, type WrittenTensor } from './checkpoints';
import { randomNumbers } from './randomNumbers';

/** A smaller model with every feature of the 10M model and its vocabulary. */
export const smallExport: ModelConfig = {
  ...tenMillionConfig,
  ...{ dim: 64, hiddenDim: 172, layers: 6, uniqueLayers: 3, heads: 4, kvHeads: 2, headDim: 16, kvDim: 32 },
  seqLen: 64,
};

/**
 * Writes `config.json` and `model.safetensors` with random weights into a folder, as the author of the original
 * exports a model: bfloat16, by his own keys, each layer stored under its logical and its unique number.
 */
export function writeExportFolder(folder: string, config: ModelConfig): void {
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(configJson(config), undefined, 1));
  writeFileSync(path.join(folder, 'model.safetensors'), safetensorsBytes(tensorsOf(config)));
}

function configJson(config: ModelConfig): object {
  return {
    architectures: ['TinyLlama'],
    ...{ model_type: 'brandon-tiny', activation: 'swiglu', normalization: 'rmsnorm', chat_format: 'chatml' },
    ...{ position_encoding: 'rope', dim: config.dim, n_layers: config.layers, n_heads: config.heads },
    ...{ n_kv_heads: config.kvHeads, vocab_size: config.vocabSize, hidden_dim: config.hiddenDim },
    ...{ max_seq_len: config.seqLen, dropout: 0, weight_tying: config.sharedClassifier },
    ...{ norm_eps: config.eps, rope_theta: config.ropeTheta, n_predict: 1, n_loops: 1 },
    ...{ block_sharing: config.uniqueLayers < config.layers, dense_former: config.denseformer },
    ...{ value_residual: config.valueResidual, n_registers: config.registers, ternary: false },
    ...{ relu_squared: false, step_embedding: false, feedback: false },
  };
}

function tensorsOf(config: ModelConfig): WrittenTensor[] {
  const { dim, hiddenDim, kvDim, layers, uniqueLayers, vocabSize, registers } = config;
  const next = randomNumbers(16);
  const random = (name: string, shape: readonly number[], scale: number): WrittenTensor => {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, () => (next(65_536) / 32_768 - 1) * scale);
    return { name, shape, values, encoding: 'BF16' };
  };
  const norm = (name: string): WrittenTensor => ({
    ...{ name, shape: [dim], encoding: 'BF16' },
    values: new Float32Array(dim).fill(1),
  });
  const block = (prefix: string): WrittenTensor[] => [
    random(`${prefix}.attention.wq.weight`, [dim, dim], 0.1),
    random(`${prefix}.attention.wk.weight`, [kvDim, dim], 0.1),
    random(`${prefix}.attention.wv.weight`, [kvDim, dim], 0.1),
    random(`${prefix}.attention.wo.weight`, [dim, dim], 0.1),
    random(`${prefix}.feed_forward.w1.weight`, [hiddenDim, dim], 0.1),
    random(`${prefix}.feed_forward.w2.weight`, [dim, hiddenDim], 0.1),
    random(`${prefix}.feed_forward.w3.weight`, [hiddenDim, dim], 0.1),
    norm(`${prefix}.attention_norm.weight`),
    norm(`${prefix}.ffn_norm.weight`),
  ];
  const unique = Array.from({ length: uniqueLayers }, (_, i) => block(`_unique_layers.${i}`));
  const logical = Array.from({ length: layers }, (_, i) => {
    const used = unique[uniqueLayerOf(config, i)] ?? [];
    return used.map((tensor) => ({
      ...tensor,
      name: tensor.name.replace(/^_unique_layers\.\d+/, `layers.${i}`),
    }));
  });
  const embedding = random('tok_embeddings.weight', [vocabSize, dim], 0.1);
  // Each layer's output is mostly the newest state, as training leaves it.
  const mix = Float32Array.from({ length: layers * (layers + 1) }, (_, i) =>
    i % (layers + 1) === Math.floor(i / (layers + 1)) + 1 ? 1 : 0.03,
  );
  return [
    { name: 'dwa_weights', shape: [layers, layers + 1], values: mix, encoding: 'BF16' },
    random('register_tokens', [1, registers, dim], 0.1),
    embedding,
    ...logical.flat(),
    ...unique.flat(),
    norm('norm.weight'),
    { ...embedding, name: 'output.weight' },
  ];
}
