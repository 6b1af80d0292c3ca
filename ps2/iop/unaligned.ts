import type { EeWrite } from '../sifState';

/**
 * The IOP's DMA reaches only whole units of EE memory. What lies before the first and behind the last whole unit
 * is sent to a buffer of the program's library instead, which copies it: two lengths, two addresses, two buffers
 * of one unit each (ps2sdk: _fio_read_data with units of 16 bytes, the CDVD service with 64).
 */
export function splitUnaligned(
  address: number,
  bytes: Uint8Array,
  unit: number,
  what: string,
): { writes: EeWrite[]; info: Uint8Array } {
  const info = new Uint8Array(16 + 2 * unit);
  const view = new DataView(info.buffer);
  const short = bytes.length < unit;
  const head = short ? bytes.length : (unit - (address % unit)) % unit;
  const tail = short ? 0 : (bytes.length - head) % unit;
  const tailStart = bytes.length - tail;
  view.setUint32(0, head, true);
  view.setUint32(4, tail, true);
  view.setUint32(8, address, true);
  view.setUint32(12, tail > 0 ? address + tailStart : 0, true);
  info.set(bytes.subarray(0, head), 16);
  info.set(bytes.subarray(tailStart), 16 + unit);
  const middle = bytes.subarray(head, tailStart);
  const writes = middle.length === 0 ? [] : [{ address: address + head, bytes: middle, what }];
  return { writes, info };
}
