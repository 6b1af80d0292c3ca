import { ramBytes } from '../../common/ram';
import { PineError } from './error';

/**
 * Memory that is asked for lies in RAM: PCSX2 may pause the game for anything else.
 * @throws PineError when the bytes are not all in the EE's RAM.
 */
export function checkRange(address: number, length: number): void {
  const isRange =
    Number.isSafeInteger(address) && Number.isSafeInteger(length) && address >= 0 && length >= 0;
  if (isRange && address + length <= ramBytes) return;
  const found = Number.isInteger(address) ? `0x${address.toString(16).padStart(8, '0')}` : String(address);
  throw new PineError(
    `PINE is not asked for ${length} bytes at ${found}: only the 32 MiB below 0x02000000 are safe to read and write. Use an address without segment bits.`,
  );
}
