import type { ByteSource } from '../../../disc/byteSource';
import { crc32 } from '../../plan/crc32';
import { ByteQueue } from './byteQueue';

const pieceBytes = 1024 * 1024;

/**
 * The identity of a model file: SHA-256, in hex, over the length of the file (u64) and the CRC-32 (u32) of each piece
 * of 1 MiB. Reads the whole file in pieces.
 */
export async function modelHash(source: ByteSource, signal?: AbortSignal): Promise<string> {
  const words = new ByteQueue().u64(source.size);
  for (let offset = 0; offset < source.size; offset += pieceBytes) {
    signal?.throwIfAborted();
    words.u32(crc32(await source.read(offset, Math.min(pieceBytes, source.size - offset))));
  }
  return sha256(words.take());
}

/** In lower-case hex. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
