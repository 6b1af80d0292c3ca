import { MemorySource } from '../../../disc/byteSource';
import { generateModel, type GeneratedShape } from '../../../model/convert/generated';
import type { Model } from '../../../model/model';

/** A few hundred bytes of everything: two stored layers of four, classifier, DenseFormer, registers. */
export const smallShape: GeneratedShape = {
  dim: 8,
  hiddenDim: 12,
  layers: 4,
  uniqueLayers: 2,
  heads: 2,
  kvHeads: 1,
  vocabSize: 11,
  seqLen: 6,
  ropeTheta: 10000,
  registers: 3,
  sharedClassifier: false,
  denseformer: true,
  valueResidual: true,
};

export function smallModel(changes: Partial<GeneratedShape> = {}): Model {
  return generateModel({ seed: 3, config: { ...smallShape, ...changes }, label: 'small' });
}

/** A copy of `bytes` with one header field replaced. */
export function withField(
  bytes: Uint8Array,
  offset: number,
  value: number,
  type: 'u32' | 'i32' | 'f32',
): MemorySource {
  const copy = new Uint8Array(bytes);
  const view = new DataView(copy.buffer);
  if (type === 'f32') view.setFloat32(offset, value, true);
  else if (type === 'i32') view.setInt32(offset, value, true);
  else view.setUint32(offset, value, true);
  return new MemorySource(copy);
}
