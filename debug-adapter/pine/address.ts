import { ramBytes } from '../../common/ram';
import { PineError } from './error';

/**
 * Checks that a range of memory is in RAM, because PCSX2 may pause the game for any other address.
 * @throws PineError when not all bytes are in EE RAM.
 */
export function checkRange(address: number, length: number): void {
  const isRange =
    Number.isSafeInteger(address) && Number.isSafeInteger(length) && address >= 0 && length >= 0;
  if (isRange && address + length <= ramBytes) return;
  const found = Number.isInteger(address) ? `0x${address.toString(16).padStart(8, '0')}` : String(address);
  throw new PineError(
    `Cannot access ${length} bytes at ${found} over PINE: only the 32 MiB below 0x02000000 are safe to read and write. Use an address without segment bits.`,
  );
}
