import type { Matrix, MatrixPart } from './plan';
import { unitStart } from './tileCodec';
import { sectorBytes } from './units';

/**
 * Where a read of one row of a part starts, and where in its sectors the row, or the band of the row, begins. The read
 * may not pass the end of the file.
 * @param row counted in the part
 * @param sectors of the read
 * @param fileSectors of WEIGHTS.BIN
 */
export function rowPlace(
  matrix: Pick<Matrix, 'type' | 'cols' | 'arrangement'>,
  part: MatrixPart,
  row: number,
  sectors: number,
  fileSectors: number,
): { readonly sector: number; readonly offset: number } {
  const byte = part.fileOffset + unitStart(matrix, part, part.rowStart + row);
  const sector = Math.min(Math.floor(byte / sectorBytes), fileSectors - sectors);
  return { sector, offset: byte - sector * sectorBytes };
}

/** The sectors that are enough for any one row, with its band: a read of a row always takes so many. */
export function sectorsOfRow(parts: readonly MatrixPart[]): number {
  // A stride is a multiple of 16 bytes, so places in sectors repeat.
  const period = sectorBytes / 16;
  let most = 1;
  for (const { dataOffset, stride, bytes } of parts) {
    const units = (bytes - dataOffset) / stride;
    for (let unit = 0; unit < Math.min(units, period); unit++) {
      const inSector = (dataOffset + unit * stride) % sectorBytes;
      most = Math.max(most, Math.ceil((inSector + stride) / sectorBytes));
    }
  }
  return most;
}
