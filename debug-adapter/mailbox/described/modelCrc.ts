import type { ByteSource } from '../../../disc/byteSource';
import { crc32 } from '../../../model/plan/crc32';

const pieceBytes = 1024 * 1024;
/** Of a larger file it would take seconds. */
const mostBytes = 512 * pieceBytes;
const known = new WeakMap<ByteSource, Promise<number>>();

/** The CRC-32 of a whole file, read in pieces and once; undefined for more than 512 MiB. */
export async function crcOf(source: ByteSource): Promise<number | undefined> {
  if (source.size > mostBytes) return undefined;
  const crc = known.get(source) ?? compute(source);
  known.set(source, crc);
  try {
    return await crc;
  } catch (error) {
    known.delete(source);
    throw error;
  }
}

async function compute(source: ByteSource): Promise<number> {
  let crc = 0;
  for (let offset = 0; offset < source.size; offset += pieceBytes)
    crc = crc32(await source.read(offset, Math.min(pieceBytes, source.size - offset)), crc);
  return crc;
}
