import { generateModel } from '../../model/convert/generated';
import { psntBytes } from './psntBytes';

/** A Q8 file of 9 MB: its embedding has 32,768 rows of 256 values, more than are looked at without being asked. */
export function largeModelBytes(): Promise<Uint8Array> {
  const config = {
    dim: 256,
    hiddenDim: 64,
    layers: 2,
    uniqueLayers: 2,
    heads: 2,
    kvHeads: 1,
    vocabSize: 32768,
    seqLen: 8,
    ropeTheta: 10000,
    registers: 0,
    sharedClassifier: true,
    denseformer: false,
    valueResidual: false,
  };
  return psntBytes(generateModel({ seed: 5, config, label: 'large' }), { quantization: 'q8' });
}
