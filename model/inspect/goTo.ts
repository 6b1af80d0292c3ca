import type { FieldPlace } from './fileMap';
import type { NamedPlace } from './explain';
import { rangeOfRow, rangeOfValues, valuesOfRow, valuesRange, type ByteRange } from './places';

/** The file in which to find a place. */
export interface Destinations {
  readonly fileBytes: number;
  readonly fields: readonly FieldPlace[];
  readonly matrices: readonly NamedPlace[];
}

/**
 * The bytes of a place: an offset (`4096`, `0x1000`), a header field, a matrix, its row `wq[3]` or its value
 * `wq[3,5]`; the end of a name is enough.
 * @throws Error when there is no such place.
 */
export function placeToGo(text: string, { fileBytes, fields, matrices }: Destinations): ByteRange {
  const wanted = text.trim();
  if (/^(?:0x[0-9a-f]+|\d+)$/i.test(wanted)) {
    const start = Number(wanted);
    if (start >= fileBytes) {
      throw new Error(`The file ends before byte ${wanted}: it has ${fileBytes} bytes.`);
    }
    return { start, end: start + 1 };
  }
  const match = /^([^[\]]+?)\s*(?:\[\s*(\d+)\s*(?:,\s*(\d+)\s*)?\])?$/.exec(wanted);
  const name = match?.[1]?.toLowerCase() ?? '';
  const field = fields.find((candidate) => candidate.name === name);
  if (field?.offset !== undefined) return { start: field.offset, end: field.offset + 4 };
  const matrix =
    matrices.find((candidate) => candidate.name === name) ??
    matrices.find((candidate) => candidate.name.endsWith(`.${name}`));
  if (matrix === undefined) {
    throw new Error(
      `Unknown place "${wanted}". Enter an offset (0x1000), a header field, or a matrix (${matrices[0]?.name ?? 'embedding'}[3,5]).`,
    );
  }
  if (match?.[2] === undefined) return valuesRange(matrix);
  const row = Number(match[2]);
  const col = match[3] === undefined ? undefined : Number(match[3]);
  const { first, count } = valuesOfRow(matrix, row);
  if (row >= matrix.rows || (col !== undefined && col >= count)) {
    throw new Error(`${matrix.name} has ${matrix.rows} rows of ${matrix.cols} values, counted from 0.`);
  }
  return col === undefined ? rangeOfRow(matrix, row) : rangeOfValues(matrix, first + col, 1);
}
