import { open } from 'node:fs/promises';
import type { ModelConfig } from '../../model/model';
import { candidatesOf } from '../../model/psnt/candidates';
import { encodeHeader } from '../../model/psnt/encodeHeader';
import { headerBytes } from '../../model/psnt/fields';

/** A shape whose Q8 file has a little over 4 GB. */
export const fourGigabytes: ModelConfig = {
  dim: 16384,
  hiddenDim: 32768,
  layers: 2,
  uniqueLayers: 2,
  heads: 128,
  kvHeads: 8,
  headDim: 128,
  kvDim: 1024,
  vocabSize: 32768,
  seqLen: 512,
  ropeTheta: 10000,
  eps: 1e-5,
  registers: 0,
  sharedClassifier: true,
  denseformer: false,
  valueResidual: false,
};

/**
 * Writes a file of which only the header takes room on disk: all weights, scales and norms are zeros.
 * @returns its size in bytes.
 */
export async function writeSparseModel(path: string, config = fourGigabytes): Promise<number> {
  const [candidate] = candidatesOf({
    config,
    version: 3,
    quantization: 'q8',
    ropeTables: 0,
    headerBytes: headerBytes[3],
  });
  if (candidate === undefined) throw new Error('A Q8 file of version 3 has an order.');
  const handle = await open(path, 'w');
  try {
    await handle.write(encodeHeader(3, 8, config));
    await handle.truncate(candidate.bytes);
  } finally {
    await handle.close();
  }
  return candidate.bytes;
}
