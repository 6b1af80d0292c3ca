import { checkRange, type ByteSource } from '../../disc/byteSource';
import { bytesOfFloats } from '../../common/littleEndian';
import type { Model, ModelConfig, Tensor } from '../model';

/** Reads rows `rowStart` … of a tensor as f32, [rows][cols]. */
export type RowReader = (rowStart: number, rows: number) => Promise<Float32Array>;

/** A tensor that is converted to floats when it is read. */
export interface FloatTensor {
  readonly name: string;
  readonly layer?: number;
  readonly rows: number;
  readonly cols: number;
  readonly read: RowReader;
}

/**
 * A float model for any type of file: its source has the f32 bytes of all tensors in sequence, and converts the
 * requested ones. Nothing is cached.
 */
export function floatModel(label: string, config: ModelConfig, floats: readonly FloatTensor[]): Model {
  const tensors: Tensor[] = [];
  const readers: RowReader[] = [];
  let offset = 0;
  for (const { read, ...shape } of floats) {
    const bytes = shape.rows * shape.cols * 4;
    tensors.push({ ...shape, type: 'f32', offset, bytes, dataOffset: offset });
    readers.push(read);
    offset += bytes;
  }
  return { label, config, tensors, source: new FloatSource(tensors, readers, offset) };
}

class FloatSource implements ByteSource {
  constructor(
    private readonly tensors: readonly Tensor[],
    private readonly readers: readonly RowReader[],
    readonly size: number,
  ) {}

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(offset, length, this.size);
    const result = new Uint8Array(length);
    const end = offset + length;
    for (const [i, tensor] of this.tensors.entries()) {
      const from = Math.max(offset, tensor.offset);
      const to = Math.min(end, tensor.offset + tensor.bytes);
      const read = this.readers[i];
      if (from >= to || read === undefined) continue;
      const rowBytes = tensor.cols * 4;
      const first = Math.floor((from - tensor.offset) / rowBytes);
      const last = Math.ceil((to - tensor.offset) / rowBytes);
      const bytes = bytesOfFloats(await read(first, last - first));
      const start = tensor.offset + first * rowBytes;
      result.set(bytes.subarray(from - start, to - start), from - offset);
    }
    return result;
  }
}
