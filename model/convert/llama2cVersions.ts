import type { ByteSource } from '../../disc/byteSource';
import { FormatError } from '../formatError';
import { floatsOf, viewOf } from '../../common/littleEndian';
import { layerTensorName, type Model, type ModelConfig } from '../model';
import {
  bodyBytes,
  partShape,
  placeTensors,
  type LayerPart,
  type Part,
  type TensorOrder,
} from '../tensorOrder';
import { floatModel, type FloatTensor, type RowReader } from './floatModel';
import { readLlama2cConfig } from './llama2c';

/** The bytes `24ka`: "ak42" as a little-endian u32. */
export const llama2cMagic = 0x616b3432;
const headerBytes = 256;

const matrices: readonly LayerPart[] = [
  'attn.wq',
  'attn.wk',
  'attn.wv',
  'attn.wo',
  'ffn.w1',
  'ffn.w2',
  'ffn.w3',
];
/** llama2.c's `export.py`: norms, embedding, each matrix of all layers, classifier. */
const order: TensorOrder = [
  ['attn.norm'],
  ['ffn.norm'],
  'norm',
  'embedding',
  ...matrices.map((part) => [part]),
  'classifier',
];
const advice = 'not a llama2.c model, or damaged';

/**
 * Opens a llama2.c model of version 1 (float32) or 2 (Q8 in groups): magic, version, seven i32, u8 shared classifier,
 * in version 2 i32 group size, padding to 256 bytes, then the tensors. A Q8 tensor is its int8 values, then an f32
 * scale for each group of the flattened tensor.
 * @throws FormatError when a header field or the file's size is invalid.
 */
export async function openLlama2cVersion(source: ByteSource, label: string): Promise<Model> {
  const fail = (field: string, offset: number, found: number, expected: string): FormatError =>
    new FormatError({ label, field, offset, found: String(found), expected, advice });
  if (source.size < headerBytes) checkSize(source, label, headerBytes);
  const header = await source.read(0, headerBytes);
  const view = viewOf(header);
  const version = view.getInt32(4, true);
  if (version !== 1 && version !== 2) throw fail('version', 4, version, '1 or 2');
  const shared = view.getUint8(36);
  if (shared > 1) throw fail('shared_classifier', 36, shared, '0 or 1');
  const stated = readLlama2cConfig(header, label, 8);
  const config = { ...stated, sharedClassifier: shared === 1 };
  if (version === 1) {
    const body = { config, ropeTables: 0, matrixType: 'f32' } as const;
    checkSize(source, label, headerBytes + bodyBytes(order, body));
    return { label, config, tensors: placeTensors(order, body, headerBytes), source };
  }
  const group = view.getInt32(37, true);
  if (group <= 0) throw fail('group_size', 37, group, 'a positive number');
  return openGroups(source, label, config, group);
}

function checkSize(source: ByteSource, label: string, size: number): void {
  if (size === source.size) return;
  throw new FormatError({
    label,
    field: 'the file size',
    found: `${source.size} bytes`,
    expected: `the ${size} bytes that its header implies`,
    advice: source.size < size ? 'the file is truncated; copy or download it again' : advice,
  });
}

function openGroups(source: ByteSource, label: string, config: ModelConfig, group: number): Model {
  const body = { config, ropeTables: 0, matrixType: 'f32' } as const;
  const tensors: FloatTensor[] = [];
  let offset = headerBytes;
  const add = (part: Part, layer?: number): void => {
    const shape = partShape(body, part);
    if (shape === undefined) return;
    const { rows, cols } = shape;
    const count = rows * cols;
    const isFloat = part === 'norm' || part.endsWith('.norm');
    const read = isFloat ? floatRows(source, offset, cols) : groupRows(source, offset, rows, cols, group);
    offset += isFloat ? count * 4 : count + Math.ceil(count / group) * 4;
    const name = layer === undefined ? part : layerTensorName(layer, part);
    tensors.push({ name, ...(layer === undefined ? {} : { layer }), rows, cols, read });
  };
  for (const section of order) {
    if (typeof section === 'string') add(section);
    else for (let layer = 0; layer < config.layers; layer++) for (const part of section) add(part, layer);
  }
  checkSize(source, label, offset);
  return floatModel(label, config, tensors);
}

function floatRows(source: ByteSource, offset: number, cols: number): RowReader {
  return async (rowStart, rows) => floatsOf(await source.read(offset + rowStart * cols * 4, rows * cols * 4));
}

function groupRows(source: ByteSource, offset: number, rows: number, cols: number, group: number): RowReader {
  const scalesAt = offset + rows * cols;
  return async (rowStart, count) => {
    const first = rowStart * cols;
    const values = new Int8Array(new Uint8Array(await source.read(offset + first, count * cols)).buffer);
    const firstGroup = Math.floor(first / group);
    const groups = Math.ceil((first + count * cols) / group) - firstGroup;
    const scales = floatsOf(await source.read(scalesAt + firstGroup * 4, groups * 4));
    return Float32Array.from(
      values,
      (value, i) => value * (scales[Math.floor((first + i) / group) - firstGroup] ?? 0),
    );
  };
}
