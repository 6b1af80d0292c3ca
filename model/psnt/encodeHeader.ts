import { viewOf } from '../../common/littleEndian';
import type { ModelConfig } from '../model';
import { fieldSpecs, flagBits, headerBytes, magic, type PsntFieldName, type PsntVersion } from './fields';

/** The header of a body of quantisation `quantType` without RoPE tables. */
export function encodeHeader(version: PsntVersion, quantType: number, config: ModelConfig): Uint8Array {
  const values: Readonly<Record<PsntFieldName, number>> = {
    magic,
    version,
    quant_type: quantType,
    flags:
      (config.sharedClassifier ? flagBits.sharedClassifier : 0) |
      (config.denseformer ? flagBits.denseformer : 0) |
      (config.valueResidual ? flagBits.valueResidual : 0),
    freq_blocks: 0,
    dim: config.dim,
    hidden_dim: config.hiddenDim,
    n_layers: config.layers,
    n_heads: config.heads,
    n_kv_heads: config.kvHeads,
    vocab_size: config.vocabSize,
    seq_len: config.seqLen,
    rope_theta: config.ropeTheta,
    n_unique_layers: config.uniqueLayers,
    n_registers: config.registers,
  };
  const bytes = new Uint8Array(headerBytes[version]);
  const view = viewOf(bytes);
  for (const { name, type, offset, since } of fieldSpecs) {
    if (since > version) continue;
    if (type === 'f32') view.setFloat32(offset, values[name], true);
    else view.setUint32(offset, values[name], true);
  }
  return bytes;
}
