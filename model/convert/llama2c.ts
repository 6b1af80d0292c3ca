import type { ByteSource } from '../../disc/byteSource';
import { FormatError } from '../formatError';
import { viewOf } from '../../common/littleEndian';
import type { Model, ModelConfig } from '../model';
import { shapeProblems, type DeclaredShape } from '../shapeChecks';
import { bodyBytes, placeTensors, type BodyShape, type TensorOrder } from '../tensorOrder';

/** Seven i32, the order of llama2.c's `Config`. */
const fields = [
  ['dim', 'dim'],
  ['hidden_dim', 'hiddenDim'],
  ['n_layers', 'layers'],
  ['n_heads', 'heads'],
  ['n_kv_heads', 'kvHeads'],
  ['vocab_size', 'vocabSize'],
  ['seq_len', 'seqLen'],
] as const;
const headerBytes = fields.length * 4;

/** Legacy version 0, as llama2.c's `export.py` writes it; its two RoPE tables are skipped by its readers too. */
const order: TensorOrder = [
  'embedding',
  ['attn.norm'],
  ['attn.wq'],
  ['attn.wk'],
  ['attn.wv'],
  ['attn.wo'],
  ['ffn.norm'],
  ['ffn.w1'],
  ['ffn.w2'],
  ['ffn.w3'],
  'norm',
  'rope',
  'classifier',
];

const advice = 'not a llama2.c model, or damaged';

/**
 * Opens a llama2.c `.bin` (legacy version 0, float32, little-endian). Tensors stay in the file.
 * @throws FormatError when a header field or the file's size is invalid.
 */
export async function openLlama2c(source: ByteSource, label: string): Promise<Model> {
  if (source.size < headerBytes) {
    throw new FormatError({
      label,
      field: 'the file size',
      found: `${source.size} bytes`,
      expected: `at least the ${headerBytes} bytes of a header`,
      advice,
    });
  }
  const config = readLlama2cConfig(await source.read(0, headerBytes), label, 0);
  const body: BodyShape = { config, ropeTables: 2, matrixType: 'f32' };
  const size = headerBytes + bodyBytes(order, body);
  if (size !== source.size) {
    throw new FormatError({
      label,
      field: 'the file size',
      found: `${source.size} bytes`,
      expected: `the ${size} bytes that its header implies`,
      advice:
        source.size < size && Number.isSafeInteger(size)
          ? 'the file is truncated; copy or download it again'
          : advice,
    });
  }
  return { label, config, tensors: placeTensors(order, body, headerBytes), source };
}

/** The seven counts at byte `start` of a header. @throws FormatError for an invalid count. */
export function readLlama2cConfig(bytes: Uint8Array, label: string, start: number): ModelConfig {
  const view = viewOf(bytes);
  const at = (index: number): number => view.getInt32(start + index * 4, true);
  const vocabSize = at(5);
  const shape: DeclaredShape = {
    dim: at(0),
    hiddenDim: at(1),
    layers: at(2),
    uniqueLayers: at(2),
    heads: at(3),
    kvHeads: at(4),
    // A negative vocabulary means that the classifier is stored separately.
    vocabSize: Math.abs(vocabSize),
    seqLen: at(6),
    ropeTheta: 10000,
    registers: 0,
  };
  for (const problem of shapeProblems(shape)) {
    const index = fields.findIndex(([, key]) => key === problem.field);
    const field = fields[index];
    if (field === undefined) continue;
    throw new FormatError({
      label,
      field: field[0],
      offset: start + index * 4,
      found: String(at(index)),
      expected: problem.expected,
      advice,
    });
  }
  const headDim = shape.dim / shape.heads;
  return {
    ...shape,
    headDim,
    kvDim: headDim * shape.kvHeads,
    eps: 1e-5,
    sharedClassifier: vocabSize > 0,
    denseformer: false,
    valueResidual: false,
  };
}
