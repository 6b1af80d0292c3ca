import type { ByteSource } from '../../../disc/byteSource';
import { crc32 } from '../../plan/crc32';
import { chunkHeadBytes, chunkTailBytes, largestChunkBytes } from './format';

/** A part of a trace file: `offset` is that of its head, `contents` is between head and CRC. */
export interface Chunk {
  readonly name: string;
  readonly offset: number;
  readonly contents: Uint8Array;
}

/** A damaged or incomplete chunk, and why; `offset` is that of the damaged field. */
export interface BrokenChunk {
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
}

/** Contents with head and CRC. @throws RangeError when they are too long for a reader. */
export function encodeChunk(name: string, contents: Uint8Array): Uint8Array {
  if (contents.length > largestChunkBytes) {
    throw new RangeError(
      `The plan is too large for a trace: ${contents.length} bytes, at most ${largestChunkBytes}.`,
    );
  }
  const bytes = new Uint8Array(chunkHeadBytes + contents.length + chunkTailBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(name));
  view.setUint32(4, contents.length, true);
  bytes.set(contents, chunkHeadBytes);
  const end = chunkHeadBytes + contents.length;
  view.setUint32(end, crc32(bytes.subarray(0, end)), true);
  return bytes;
}

/** The offset after a chunk. */
export const endOf = ({ offset, contents }: Chunk): number =>
  offset + chunkHeadBytes + contents.length + chunkTailBytes;

/** The chunk at an offset; undefined at the end of the file. */
export async function readChunk(
  source: ByteSource,
  offset: number,
): Promise<Chunk | BrokenChunk | undefined> {
  const left = source.size - offset;
  if (left === 0) return undefined;
  if (left < chunkHeadBytes)
    return { offset, found: `the end of the file after ${left} bytes`, expected: 'a chunk' };
  const head = await source.read(offset, chunkHeadBytes);
  const length = new DataView(head.buffer, head.byteOffset).getUint32(4, true);
  if (length > largestChunkBytes) {
    return {
      offset: offset + 4,
      found: `a chunk of ${length} bytes`,
      expected: `at most ${largestChunkBytes}`,
    };
  }
  const whole = chunkHeadBytes + length + chunkTailBytes;
  if (whole > left) {
    return {
      offset,
      found: `the end of the file after ${left} bytes`,
      expected: `a chunk of ${whole} bytes`,
    };
  }
  const bytes = await source.read(offset, whole);
  const end = chunkHeadBytes + length;
  const stored = new DataView(bytes.buffer, bytes.byteOffset).getUint32(end, true);
  const found = crc32(bytes.subarray(0, end));
  if (stored !== found) {
    return {
      offset,
      found: `a chunk with the CRC-32 ${hex(found)}`,
      expected: `${hex(stored)} as stored in it`,
    };
  }
  const name = String.fromCharCode(...head.subarray(0, 4));
  return { name, offset, contents: bytes.subarray(chunkHeadBytes, end) };
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');
