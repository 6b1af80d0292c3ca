import type { EeWrite } from '../machine/sifState';

/**
 * The IOP's DMA reaches only whole units of EE memory. The bytes before the first and after the last whole unit are
 * sent to a buffer of the program's library instead, which copies them: two lengths, two addresses, two buffers of
 * one unit each (ps2sdk: _fio_read_data with units of 16 bytes, the CDVD service with 64). The requested size
 * determines the split: if fewer bytes were available, those of the middle are sent as one piece.
 * @param asked bytes that the program requested; `bytes` may be fewer
 */
export function splitUnaligned(
  address: number,
  bytes: Uint8Array,
  asked: number,
  unit: number,
  what: string,
): { writes: EeWrite[]; info: Uint8Array } {
  const info = new Uint8Array(16 + 2 * unit);
  const view = new DataView(info.buffer);
  const short = asked < unit;
  const headEnd = short ? asked : (unit - (address % unit)) % unit;
  const tailStart = short ? asked : asked - ((asked - headEnd) % unit);
  const head = bytes.subarray(0, headEnd);
  const middle = bytes.subarray(headEnd, tailStart);
  const tail = bytes.subarray(tailStart);
  view.setUint32(0, head.length, true);
  view.setUint32(4, tail.length, true);
  view.setUint32(8, address, true);
  view.setUint32(12, tail.length > 0 ? address + tailStart : 0, true);
  info.set(head, 16);
  info.set(tail, 16 + unit);
  const writes = middle.length === 0 ? [] : [{ address: address + headEnd, bytes: middle, what }];
  return { writes, info };
}
