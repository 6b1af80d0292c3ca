import type { Column } from '../common/table/column';
import { count, fixed, signed, significant } from '../common/numbers';
import type { ComparedMatrix, ComparedTensor, MatrixError } from '../messages/compare';

/** A matrix of either model, with its error as far as it is known. */
export interface CompareLine extends ComparedMatrix {
  readonly error?: MatrixError;
}

const shape = (tensor: ComparedTensor | undefined): string =>
  tensor === undefined
    ? '–'
    : tensor.rows === 1
      ? count(tensor.cols)
      : `${count(tensor.rows)} × ${count(tensor.cols)}`;
/** A figure in three digits. */
export const small = (value: number): string => significant(value, 3);

const text = (
  key: string,
  label: string,
  title: string,
  width: string,
  textOf: (line: CompareLine) => string,
): Column<CompareLine> => ({ key, label, title, track: `minmax(${width}, 0.9fr)`, text: textOf });
const numeric = (
  key: string,
  label: string,
  title: string,
  order: (line: CompareLine) => number | undefined,
  textOf: (value: number) => string = count,
): Column<CompareLine> => ({
  key,
  label,
  title,
  track: 'minmax(4.6em, 1fr)',
  numeric: true,
  order,
  text: (line) => {
    const value = order(line);
    return value === undefined ? '–' : textOf(value);
  },
});

const shaped = (
  key: string,
  label: string,
  title: string,
  tensorOf: (line: CompareLine) => ComparedTensor | undefined,
): Column<CompareLine> => ({
  key,
  label,
  title,
  track: 'minmax(6em, 0.9fr)',
  numeric: true,
  text: (line) => shape(tensorOf(line)),
});

/** Both models' matrices beside each other. */
export const compareColumns: readonly Column<CompareLine>[] = [
  { key: 'name', label: 'Matrix', track: 'minmax(10em, 2fr)', text: ({ name }) => name },
  shaped('leftShape', 'Shape', 'Shape on the left, rows × columns', ({ left }) => left),
  shaped('rightShape', 'Shape →', 'Shape on the right, rows × columns', ({ right }) => right),
  text('leftType', 'Type', 'Type on the left', '3.2em', ({ left }) => left?.type ?? '–'),
  text('rightType', 'Type →', 'Type on the right', '3.4em', ({ right }) => right?.type ?? '–'),
  numeric('leftBytes', 'Bytes', 'Bytes on the left', ({ left }) => left?.bytes),
  numeric('rightBytes', 'Bytes →', 'Bytes on the right', ({ right }) => right?.bytes),
  numeric('change', 'Change', 'Bytes on the right minus bytes on the left', change, signed),
  numeric(
    'maxError',
    'Max error',
    'Largest difference between two weights',
    ({ error }) => error?.maxError,
    small,
  ),
  numeric(
    'rmsError',
    'RMS error',
    'Root mean square of the differences',
    ({ error }) => error?.rmsError,
    small,
  ),
  numeric(
    'snr',
    'SNR (dB)',
    '10 · log₁₀(weights² ÷ differences²); ∞ where the values are equal',
    ({ error }) => error?.snrDb,
    decibels,
  ),
];

function change({ left, right }: CompareLine): number | undefined {
  return left === undefined && right === undefined ? undefined : (right?.bytes ?? 0) - (left?.bytes ?? 0);
}

/** A signal-to-noise ratio. */
export function decibels(value: number): string {
  return value === Infinity ? '∞' : fixed(value, 1);
}
