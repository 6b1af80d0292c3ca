import type { MatrixPart } from './plan';
import { sectorBytes } from './units';

/**
 * Where a read of one row of a part starts, and where in its sectors the row begins. The read may not pass the end of
 * the file.
 * @param sectors of the read
 * @param fileSectors of WEIGHTS.BIN
 */
export function rowPlace(
  part: MatrixPart,
  row: number,
  sectors: number,
  fileSectors: number,
): { readonly sector: number; readonly offset: number } {
  const byte = part.fileOffset + part.dataOffset + row * part.stride;
  const sector = Math.min(Math.floor(byte / sectorBytes), fileSectors - sectors);
  return { sector, offset: byte - sector * sectorBytes };
}

/** The sectors that are enough for any one row: a read of a row always takes so many. */
export function sectorsOfRow(parts: readonly MatrixPart[]): number {
  // A stride is a multiple of 16 bytes, so places in sectors repeat.
  const period = sectorBytes / 16;
  let most = 1;
  for (const { dataOffset, stride, rows } of parts) {
    for (let row = 0; row < Math.min(rows, period); row++) {
      const inSector = (dataOffset + row * stride) % sectorBytes;
      most = Math.max(most, Math.ceil((inSector + stride) / sectorBytes));
    }
  }
  return most;
}
