import { bytesOfFloats } from '../littleEndian';
import type { Model } from '../model';
import { readStoredRows, tensorOf } from '../tensorRows';
import { PlanError } from './error';
import type { Plan } from './plan';
import { sectorBytes } from './units';

/**
 * The bytes of one part of a matrix as WEIGHTS.BIN holds them: scales, padding to 64, then rows padded to 16.
 * Its length is the part's `bytes`; the padding up to the sector is not included.
 */
export async function packPart(model: Model, plan: Plan, matrix: number, part: number): Promise<Uint8Array> {
  const target = plan.matrices[matrix];
  const place = target?.parts[part];
  if (!target || !place)
    throw new PlanError(`The plan of ${plan.model} has no part ${part} of matrix ${matrix}.`);
  const { scales, values } = await readStoredRows(
    model,
    tensorOf(model, target.name),
    place.rowStart,
    place.rows,
  );
  const bytes = new Uint8Array(place.bytes);
  if (scales) bytes.set(bytesOfFloats(scales), 0);
  const stored = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const rowBytes = values.byteLength / place.rows;
  for (let row = 0; row < place.rows; row++) {
    bytes.set(stored.subarray(row * rowBytes, (row + 1) * rowBytes), place.dataOffset + row * place.stride);
  }
  return bytes;
}

/** The whole sectors of one of the plan's reads, padding included. */
export async function packRead(model: Model, plan: Plan, read: number): Promise<Uint8Array> {
  const target = plan.reads[read];
  if (!target) throw new PlanError(`The plan of ${plan.model} has no read ${read}.`);
  const bytes = new Uint8Array(target.sectors * sectorBytes);
  const start = target.sector * sectorBytes;
  for (const matrix of plan.matrices) {
    for (const [index, part] of matrix.parts.entries()) {
      const isInside = part.fileOffset >= start && part.fileOffset < start + bytes.length;
      if (isInside) bytes.set(await packPart(model, plan, matrix.index, index), part.fileOffset - start);
    }
  }
  return bytes;
}
