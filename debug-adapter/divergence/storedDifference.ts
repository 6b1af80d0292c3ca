import { floatsOf } from '../../common/littleEndian';
import type { Matrix, MatrixPart } from '../../model/plan/plan';
import { integersOf, scaledColumns, unitStart } from '../../model/plan/tileCodec';
import { isSame, type Verdict } from './culprit';

/** The values and scales of a row of a part. */
interface DecodedRow {
  readonly values: Int8Array | Float32Array;
  readonly scales: readonly number[];
}

/** What distinguishes the stored bytes of a part from those that the model file gives. */
export function storedDifference(
  matrix: Matrix,
  part: MatrixPart,
  found: Uint8Array,
  expected: Uint8Array,
  where: string,
): Verdict | undefined {
  if (isSame(found, expected)) return undefined;
  const [now, right] = [found, expected].map((bytes) => decode(matrix, part, bytes));
  if (!now || !right) return undefined;
  const { name } = matrix;
  const values: { row: number; column: number; found: number; expected: number }[] = [];
  const scales: { row: number; column: number; found: number; expected: number }[] = [];
  right.forEach((row, index) => {
    const other = now[index];
    const at = part.rowStart + index;
    row.values.forEach((value, column) => {
      const other_ = other?.values[column] ?? NaN;
      if (!Object.is(other_, value)) values.push({ row: at, column, found: other_, expected: value });
    });
    row.scales.forEach((value, column) => {
      const other_ = other?.scales[column] ?? NaN;
      if (!Object.is(other_, value)) scales.push({ row: at, column, found: other_, expected: value });
    });
  });
  const [value, scale] = [values[0], scales[0]];
  if (value === undefined && scale === undefined) return undefined;
  if (value === undefined && scale !== undefined) {
    const rowsWithIt = right.findIndex(({ scales: all }) => all.some((one) => Object.is(one, scale.found)));
    const whose = rowsWithIt < 0 ? '' : `, which is that of row ${part.rowStart + rowsWithIt}`;
    return {
      kind: 'scale',
      matrix: name,
      weights: { row: scale.row, column: 0 },
      words: `${where}, ${count(scales.length, 'scale')} of ${name} ${scales.length === 1 ? 'is' : 'are'} wrong: row ${scale.row} has ${scale.found}${whose}, the model file has ${scale.expected}.`,
    };
  }
  if (value === undefined) return undefined;
  const weights = { row: value.row, column: value.column };
  if (
    values.length <= 4 &&
    scales.length === 0 &&
    isSame(found.filter(outside(found, expected)), expected.filter(outside(found, expected)))
  ) {
    const bits = bitsIn(found, expected);
    return {
      kind: 'bit',
      matrix: name,
      weights,
      words: `${where}, ${name} has ${value.found} at row ${value.row}, column ${value.column}; the model file has ${value.expected} (${count(bits, 'bit')} of ${count(bytesIn(found, expected), 'byte')} ${bits === 1 ? 'differs' : 'differ'}).`,
    };
  }
  const how = arrangementOf(now, right);
  const more = `${values.length} of its values differ, first at row ${value.row}, column ${value.column}`;
  if (how !== undefined)
    return { kind: how.kind, matrix: name, weights, words: `${where}, ${how.words(name)}: ${more}.` };
  const bits = bitsIn(found, expected);
  if (bits === 1)
    return { kind: 'bit', matrix: name, weights, words: `${where}, one bit of ${name} differs: ${more}.` };
  return {
    kind: 'unknown',
    matrix: name,
    weights,
    words: `${where}, ${name} is another than in the model file: ${more}.`,
  };
}

/** Whether the byte at an index lies in the one run of four bytes in which all differences are. */
function outside(found: Uint8Array, expected: Uint8Array): (byte: number, index: number) => boolean {
  const first = found.findIndex((byte, index) => byte !== expected[index]);
  return (_, index) => index < first || index >= first + 4;
}

const bytesIn = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, byte, index) => sum + (byte === b[index] ? 0 : 1), 0);

function bitsIn(a: Uint8Array, b: Uint8Array): number {
  let bits = 0;
  a.forEach((byte, index) => {
    for (let rest = byte ^ (b[index] ?? 0); rest > 0; rest &= rest - 1) bits++;
  });
  return bits;
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** Rows, halves or corners that have changed their places. */
function arrangementOf(
  now: readonly DecodedRow[],
  right: readonly DecodedRow[],
): { readonly kind: Verdict['kind']; readonly words: (name: string) => string } | undefined {
  const wrong = now.flatMap(({ values }, index) => (sameValues(values, right[index]?.values) ? [] : [index]));
  const rows = right.length;
  const cols = right[0]?.values.length ?? 0;
  const byContent = new Map(right.map(({ values }, index) => [values.join(), index]));
  const sources = wrong.map((index) => byContent.get(now[index]?.values.join() ?? '') ?? -1);
  if (sources.every((source) => source >= 0)) {
    const isExchange = wrong.every((to, at) => sources[wrong.indexOf(sources[at] ?? -1)] === to);
    const distance = Math.abs((sources[0] ?? 0) - (wrong[0] ?? 0));
    return isExchange && distance > 1
      ? { kind: 'swap', words: (name) => `rows of ${name} are exchanged, ${distance} apart` }
      : { kind: 'rows', words: (name) => `${wrong.length} rows of ${name} are other rows of it` };
  }
  const is = (at: (row: number, column: number) => number | undefined): boolean =>
    wrong.every((row) =>
      (now[row]?.values ?? []).every((value, column) => Object.is(value, at(row, column))),
    );
  const half = cols / 2;
  if (is((row, column) => right[row]?.values[(column + half) % cols]))
    return { kind: 'swap', words: (name) => `the halves of rows of ${name} are exchanged` };
  if (is((row, column) => right[row]?.values[column ^ 1]))
    return { kind: 'swap', words: (name) => `neighbouring columns of ${name} are exchanged` };
  const size = Math.min(rows, cols);
  if (
    is((row, column) =>
      row < size && column < size ? right[column]?.values[row] : right[row]?.values[column],
    )
  )
    return { kind: 'rows', words: (name) => `rows and columns of ${name} are exchanged` };
  const isCut = wrong.every((row) =>
    (now[row]?.values ?? []).every(
      (value, column) => value === 0 || Object.is(value, right[row]?.values[column]),
    ),
  );
  if (isCut) return { kind: 'truncated', words: (name) => `a part of ${name} is zero` };
  return undefined;
}

const sameValues = (a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.length === b.length &&
  Array.prototype.every.call(a, (one, i) => Object.is(one, b[i]));

function decode(matrix: Matrix, part: MatrixPart, bytes: Uint8Array): DecodedRow[] {
  return Array.from({ length: part.rows }, (_, index) => {
    const row = part.rowStart + index;
    const start = unitStart(matrix, part, row);
    if (matrix.type === 'f32')
      return { values: floatsOf(bytes.subarray(start, start + matrix.cols * 4)), scales: [] };
    const scales = scaledColumns(matrix, part, row).map(
      ({ scale }) => floatsOf(bytes.subarray(scale, scale + 4))[0] ?? NaN,
    );
    return { values: integersOf(matrix, part, bytes, row), scales };
  });
}
