import { tensorTypes } from '../tensorTypes';
import type { FileMap, FilePart } from './fileMap';
import {
  rangeOfRow,
  rangeOfScale,
  rangeOfValues,
  scaleOfValue,
  valuesInByte,
  valuesOfScale,
  type ByteRange,
  type TensorPlace,
  type ValuePlace,
} from './places';

/** A matrix with its display name. */
export type NamedPlace = TensorPlace & { readonly name: string };

/** The meaning of one byte of a file, and the bytes that belong to the same item. */
export interface ByteExplanation<Matrix extends NamedPlace> {
  readonly offset: number;
  readonly part: FilePart<Matrix>;
  /** One line: `layers.00.attn.wq, row 3, column 5`. */
  readonly text: string;
  /** The values in the byte; empty for a scale, a field or padding. */
  readonly values: readonly ValuePlace[];
  /** Index of the scale that the byte is a part of, or that its values are multiplied by. */
  readonly scale?: number;
  /** The bytes of the field, the float, or the values of the row and of the quantisation group. */
  readonly row?: ByteRange;
  readonly group?: ByteRange;
  /** The four bytes of the scale. */
  readonly scaleBytes?: ByteRange;
}

/** Explains byte `offset`; undefined outside the file. */
export function explainByte<Matrix extends NamedPlace>(
  map: FileMap<Matrix>,
  offset: number,
): ByteExplanation<Matrix> | undefined {
  const part = map.partAt(offset);
  if (part === undefined) return undefined;
  const byte = offset - part.start;
  switch (part.kind) {
    case 'field':
      return { offset, part, text: `header field ${part.field}, byte ${byte} of 4`, values: [] };
    case 'padding':
      return { offset, part, text: 'padding', values: [] };
    case 'unknown':
      return { offset, part, text: 'unknown: no known tensor order fits', values: [] };
    case 'scales':
      return explainScale(part, part.matrix, offset);
    case 'values':
      return explainValues(part, part.matrix, offset);
  }
}

function explainScale<Matrix extends NamedPlace>(
  part: FilePart<Matrix>,
  matrix: Matrix,
  offset: number,
): ByteExplanation<Matrix> {
  const scale = Math.floor((offset - part.start) / 4);
  const { first, count } = valuesOfScale(matrix, scale);
  const whose = tensorTypes[matrix.type].scales === 'group' ? `group ${scale}` : `row ${scale}`;
  const bytes = rangeOfScale(matrix, scale);
  return {
    offset,
    part,
    text: `${matrix.name}, scale of ${whose}, byte ${(offset - part.start) % 4} of 4`,
    values: [],
    scale,
    group: rangeOfValues(matrix, first, count),
    ...(bytes !== undefined && { scaleBytes: bytes }),
  };
}

function explainValues<Matrix extends NamedPlace>(
  part: FilePart<Matrix>,
  matrix: Matrix,
  offset: number,
): ByteExplanation<Matrix> {
  const values = valuesInByte(matrix, offset);
  const [first] = values;
  const last = values.at(-1);
  if (first === undefined || last === undefined) {
    return { offset, part, text: `${matrix.name}, unused bits`, values: [] };
  }
  const scale = scaleOfValue(matrix, first.index);
  const bytes = scale === undefined ? undefined : rangeOfScale(matrix, scale);
  const group = scale === undefined ? undefined : valuesOfScale(matrix, scale);
  return {
    offset,
    part,
    text: `${matrix.name}, ${placeText(matrix, offset, first, last)}`,
    values,
    row: rangeOfRow(matrix, first.row),
    ...(scale !== undefined && { scale }),
    ...(group !== undefined && { group: rangeOfValues(matrix, group.first, group.count) }),
    ...(bytes !== undefined && { scaleBytes: bytes }),
  };
}

function placeText(matrix: NamedPlace, offset: number, first: ValuePlace, last: ValuePlace): string {
  if (matrix.type === 'f32') {
    const byte = (offset - matrix.dataOffset) % 4;
    return `row ${first.row}, column ${first.col}, byte ${byte} of 4`;
  }
  const group =
    tensorTypes[matrix.type].scales === 'group' ? `, group ${scaleOfValue(matrix, first.index) ?? 0}` : '';
  if (first.index === last.index) return `row ${first.row}, column ${first.col}${group}`;
  if (first.row === last.row) return `row ${first.row}, columns ${first.col} to ${last.col}${group}`;
  return `row ${first.row}, column ${first.col} to row ${last.row}, column ${last.col}${group}`;
}
