import { MemorySource } from '../../disc/byteSource';
import type { Model, ModelConfig, TensorType } from '../../model/model';
import { placeTensors, type TensorOrder } from '../../model/tensorOrder';

/** A small shape with every architectural feature on; tests change what they are about. */
export const everyFeature: ModelConfig = {
  dim: 32,
  hiddenDim: 44,
  layers: 4,
  uniqueLayers: 2,
  heads: 4,
  kvHeads: 2,
  headDim: 8,
  kvDim: 16,
  vocabSize: 70,
  seqLen: 24,
  ropeTheta: 10000,
  eps: 1e-5,
  registers: 3,
  sharedClassifier: true,
  denseformer: true,
  valueResidual: true,
};

const order: TensorOrder = [
  'embedding',
  ['attn.norm', 'ffn.norm', 'attn.wq', 'attn.wk', 'attn.wv', 'attn.wo', 'ffn.w1', 'ffn.w2', 'ffn.w3'],
  'norm',
  'classifier',
  'denseformer',
  'registers',
];

/** A model of that shape whose bytes are pseudo-random: good for layout, not for arithmetic. */
export function randomModel(config: ModelConfig, matrixType: TensorType = 'q8', seed = 1): Model {
  const tensors = placeTensors(order, { config, ropeTables: 0, matrixType }, 0);
  const last = tensors[tensors.length - 1];
  const bytes = new Uint8Array(last ? last.offset + last.bytes : 0);
  let state = seed;
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return { label: 'random.psnt', config, tensors, source: new MemorySource(bytes) };
}

/** A model of which only the description exists: reading it fails. For shapes too large to hold. */
export function describedModel(config: ModelConfig, matrixType: TensorType = 'q8'): Model {
  const tensors = placeTensors(order, { config, ropeTables: 0, matrixType }, 0);
  const last = tensors[tensors.length - 1];
  const size = last ? last.offset + last.bytes : 0;
  const read = (): Promise<never> => Promise.reject(new Error('A plan must not read weights.'));
  return { label: 'described.psnt', config, tensors, source: { size, read } };
}
