import { ramBytes } from '../../../common/ram';
import type { MemoryPort } from '../memoryPort';

/** Bytes of RAM; fewer than requested at the end of RAM, none outside it. */
export async function readRam(
  port: Pick<MemoryPort, 'read'>,
  address: number,
  length: number,
): Promise<Uint8Array> {
  const readable = Math.max(0, Math.min(length, ramBytes - address));
  return address < 0 || readable === 0 ? new Uint8Array() : port.read(address, readable);
}

/** Writes the bytes that are inside RAM. @returns bytes written. */
export async function writeRam(
  port: Pick<MemoryPort, 'write'>,
  address: number,
  bytes: Uint8Array,
): Promise<number> {
  const writable = Math.max(0, Math.min(bytes.length, ramBytes - address));
  if (address < 0 || writable === 0) return 0;
  await port.write(address, bytes.slice(0, writable));
  return writable;
}
