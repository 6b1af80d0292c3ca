import type { Model } from '../model';
import { readStoredRows, tensorOf } from '../tensorRows';
import { PlanError } from './error';
import type { Plan } from './plan';
import { encodePart } from './tileCodec';
import { sectorBytes } from './units';

/**
 * The bytes of one part of a matrix as they are in WEIGHTS.BIN. Their number is the part's `bytes`; the padding up to the
 * sector is not included.
 * @throws PlanError when the plan has no such part.
 */
export async function packPart(model: Model, plan: Plan, matrix: number, part: number): Promise<Uint8Array> {
  const target = plan.matrices[matrix];
  const place = target?.parts[part];
  if (!target || !place)
    throw new PlanError(`The plan of ${plan.model} has no part ${part} of matrix ${matrix}.`);
  const stored = await readStoredRows(model, tensorOf(model, target.name), place.rowStart, place.rows);
  return encodePart(target, place, stored);
}

/** Whole sectors of WEIGHTS.BIN. */
export interface SectorRange {
  readonly sector: number;
  readonly sectors: number;
}

/** The bytes of a range of sectors that begins with a part or with the block of vectors, padding included. */
export async function packRange(
  model: Model,
  plan: Plan,
  { sector, sectors }: SectorRange,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(sectors * sectorBytes);
  const start = sector * sectorBytes;
  for (const matrix of plan.matrices) {
    for (const [index, part] of matrix.parts.entries()) {
      const at = part.fileOffset - start;
      if (at < 0 || at >= bytes.length) continue;
      const packed = await packPart(model, plan, matrix.index, index);
      bytes.set(packed.subarray(0, bytes.length - at), at);
    }
  }
  return bytes;
}
