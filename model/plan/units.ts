export { sectorBytes } from '../../disc/sector';

/** Slots, tables and scales start at multiples of a data-cache line of the EE. */
export const cacheLine = 64;

/** Rows of values are padded to what `lq` loads, since it drops the low address bits silently. */
export const quadword = 16;

export function align(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

/** `12.4 MiB`, `65.0 KiB`, `512 bytes` */
export function formatBytes(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
  if (bytes >= 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${bytes} bytes`;
}

/** `0x00180000`: without separators, so that editors can parse it. */
export function formatAddress(address: number): string {
  return `0x${address.toString(16).toUpperCase().padStart(8, '0')}`;
}
