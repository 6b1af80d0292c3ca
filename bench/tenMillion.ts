import type { Model, ModelConfig } from '../model/model';
import { tensorOrders } from '../model/psnt/tensorOrders';
import { placeTensors } from '../model/tensorOrder';

/** The shape of the 10M-parameter PS2 model. */
export const tenMillionConfig: ModelConfig = {
  dim: 256,
  hiddenDim: 720,
  layers: 24,
  uniqueLayers: 12,
  heads: 8,
  kvHeads: 2,
  headDim: 32,
  kvDim: 64,
  vocabSize: 8192,
  seqLen: 512,
  ropeTheta: 10000,
  eps: 1e-5,
  registers: 4,
  sharedClassifier: true,
  denseformer: true,
  valueResidual: true,
};

/** Its description as PSNT Q8; without bytes, which a plan does not need. */
export function tenMillionModel(): Model {
  const body = { config: tenMillionConfig, ropeTables: 0, matrixType: 'q8' } as const;
  const tensors = placeTensors(tensorOrders[0].sections, body, 60);
  const last = tensors.at(-1);
  const read = (): Promise<never> => Promise.reject(new Error('This model has no bytes.'));
  return {
    label: '10M model',
    config: tenMillionConfig,
    tensors,
    source: { size: last ? last.offset + last.bytes : 0, read },
  };
}
