import { bytesOfFloats } from '../../common/littleEndian';
import type { Model } from '../model';
import { readStoredRows, tensorOf, type StoredRows } from '../tensorRows';
import { packIntegers, tensorTypes } from '../tensorTypes';
import { PlanError } from './error';
import type { Plan } from './plan';
import { sectorBytes } from './units';

/**
 * The bytes of one part of a matrix as they are in WEIGHTS.BIN: scales, padding to 64, then rows. Each row begins on a
 * new byte and is padded to 16.
 * Its length is the part's `bytes`; the padding up to the sector is not included.
 * @throws PlanError when the plan has no such part.
 */
export async function packPart(model: Model, plan: Plan, matrix: number, part: number): Promise<Uint8Array> {
  const target = plan.matrices[matrix];
  const place = target?.parts[part];
  if (!target || !place)
    throw new PlanError(`The plan of ${plan.model} has no part ${part} of matrix ${matrix}.`);
  const stored = await readStoredRows(model, tensorOf(model, target.name), place.rowStart, place.rows);
  const bytes = new Uint8Array(place.bytes);
  if (stored.scales) bytes.set(bytesOfFloats(stored.scales), 0);
  for (let row = 0; row < place.rows; row++) {
    const [start, end] = [row * target.cols, (row + 1) * target.cols];
    bytes.set(packedRow(stored, start, end), place.dataOffset + row * place.stride);
  }
  return bytes;
}

function packedRow(stored: StoredRows, start: number, end: number): Uint8Array {
  const { type, values } = stored;
  const { bits } = tensorTypes[type];
  if (values instanceof Int8Array && bits !== 32) return packIntegers(bits, values.subarray(start, end));
  const { buffer, byteOffset, BYTES_PER_ELEMENT: bytes } = values;
  return new Uint8Array(buffer, byteOffset + start * bytes, (end - start) * bytes);
}

/** The whole sectors of one of the plan's reads, padding included. @throws PlanError when there is no such read. */
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
