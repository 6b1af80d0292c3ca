import { scalesRange, valuesRange, type ByteRange, type TensorPlace } from './places';

/** A header field with its range of bytes. */
export interface FieldPlace {
  readonly name: string;
  /** Absent for a field that the version does not store. */
  readonly offset?: number | undefined;
}

/** The meaning of a range of bytes. */
export type FilePart<Matrix> = ByteRange &
  (
    | { readonly kind: 'field'; readonly field: string }
    | { readonly kind: 'scales' | 'values'; readonly matrix: Matrix }
    /** Between known parts, or after the last. */
    | { readonly kind: 'padding' }
    /** The body of a file whose tensors could not be placed. */
    | { readonly kind: 'unknown' }
  );

const fieldBytes = 4;

/** A file as one list of parts without gap or overlap, which finds the part of a byte. */
export class FileMap<Matrix extends TensorPlace> {
  readonly parts: readonly FilePart<Matrix>[];

  constructor(
    readonly fileBytes: number,
    fields: readonly FieldPlace[],
    matrices: readonly Matrix[],
  ) {
    const known: FilePart<Matrix>[] = [];
    for (const { name, offset } of fields) {
      if (offset !== undefined)
        known.push({ kind: 'field', field: name, start: offset, end: offset + fieldBytes });
    }
    for (const matrix of matrices) {
      const scales = scalesRange(matrix);
      if (scales !== undefined) known.push({ kind: 'scales', matrix, ...scales });
      known.push({ kind: 'values', matrix, ...valuesRange(matrix) });
    }
    known.sort((a, b) => a.start - b.start);
    this.parts = withoutGaps(known, fileBytes, matrices.length > 0 ? 'padding' : 'unknown');
  }

  /** The part that contains byte `offset`; undefined outside the file. */
  partAt(offset: number): FilePart<Matrix> | undefined {
    let low = 0;
    let high = this.parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const part = this.parts[middle];
      if (part === undefined) return undefined;
      if (offset < part.start) high = middle;
      else if (offset >= part.end) low = middle + 1;
      else return part;
    }
    return undefined;
  }
}

function withoutGaps<Matrix>(
  known: readonly FilePart<Matrix>[],
  fileBytes: number,
  gap: 'padding' | 'unknown',
): FilePart<Matrix>[] {
  const parts: FilePart<Matrix>[] = [];
  let at = 0;
  for (const part of known) {
    // A truncated file ends with its last byte.
    if (part.start < at || part.end > fileBytes || part.end === part.start) continue;
    if (part.start > at) parts.push({ kind: gap, start: at, end: part.start });
    parts.push(part);
    at = part.end;
  }
  if (at < fileBytes) parts.push({ kind: gap, start: at, end: fileBytes });
  return parts;
}
