import { shapeOf, type TensorView } from './tensorView';
import { AdapterError } from '../errors/adapterError';
import type { CopyFormat } from '../../model/trace/session';

/** The most values that go into a text. A line of a spreadsheet or a cell of a notebook takes no more with comfort. */
const mostValues = 262_144;

/** How values are written in each format; `rows` are rows of numbers as text. */
const formats: Readonly<
  Record<CopyFormat, (rows: readonly (readonly string[])[], view: TensorView) => string>
> = {
  numpy: (rows, { isVector }) => {
    const lists = rows.map((row) => `[${row.map((text) => named(text, numpyNames)).join(', ')}]`);
    const dtype = rows.flat().every((text) => /^-?\d{1,9}$/.test(text)) ? 'np.int32' : 'np.float32';
    return `np.array(${isVector ? (lists[0] ?? '[]') : `[${lists.join(',\n          ')}]`}, dtype=${dtype})`;
  },
  json: (rows, { isVector }) => {
    const lists = rows.map((row) => `[${row.map((text) => named(text, jsonNames)).join(', ')}]`);
    return isVector ? (lists[0] ?? '[]') : `[${lists.join(',\n ')}]`;
  },
  csv: (rows) => rows.map((row) => row.join(',')).join('\n'),
};

/** JSON has no numbers for these, so they are written as texts. */
const jsonNames = { NaN: '"NaN"', Infinity: '"Infinity"', '-Infinity': '"-Infinity"' } as const;
const numpyNames = { NaN: 'np.nan', Infinity: 'np.inf', '-Infinity': '-np.inf' } as const;

export const copyFormats = Object.keys(formats) as CopyFormat[];

/**
 * The values of a tensor as a text, each with as many digits as distinguish it.
 * @throws AdapterError when there are too many.
 */
export async function copied(view: TensorView, format: CopyFormat): Promise<string> {
  const { rows, cols } = view;
  if (rows * cols > mostValues) {
    throw new AdapterError(
      'arguments',
      `${view.name} is ${shapeOf(view)}, and at most ${mostValues} values are copied. Copy a part: ${view.name}[0:${Math.max(1, Math.floor(mostValues / cols))}].`,
    );
  }
  const values = await view.read(0, rows);
  const texts = Array.from({ length: rows }, (_, row) =>
    Array.from(values.subarray(row * cols, (row + 1) * cols), (value) => written(value, view.type)),
  );
  return formats[format](texts, view);
}

/** A number that reads back as the same 32-bit float, or as the same double where it was computed. */
function written(value: number, type: TensorView['type']): string {
  if (!Number.isFinite(value) || type === 'f64' || Number.isInteger(value))
    return Object.is(value, -0) ? '-0' : String(value);
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}

function named(text: string, names: Readonly<Record<string, string>>): string {
  return names[text] ?? text;
}
