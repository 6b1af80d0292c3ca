import { formatInteger } from '../textTable';
import type { Model, Tensor } from '../model';
import { floatsOfRows, readStoredRows, type FloatRows, type RowScaledRows } from '../tensorRows';
import { groupSize, tensorTypes } from '../tensorTypes';
import { RowFlag, type FlaggedRows } from './rowFlags';
import { Slices } from './slices';

/** A sign of damage in a tensor of a file. */
export interface Damage {
  readonly matrix: string;
  readonly kind: 'zeros' | 'constant' | 'not finite';
  readonly rows: FlaggedRows;
  /** The bytes of the file from the first to the last of the rows. */
  readonly start: number;
  readonly end: number;
  /** A sentence. */
  readonly message: string;
}

interface DamageOptions {
  /** How many tokens the tokenizer has; the rows of others may be zeros. Default: rows of zeros at the end are no tokens. */
  readonly tokens?: number;
  readonly signal?: AbortSignal;
}

/** Values per read: a few milliseconds of work. */
const pieceValues = 1 << 15;
/** In shorter rows, or of few bits, equal values happen by chance. */
const leastForConstant = 16;
/** How many tensors are named in one text. */
const mostNamed = 4;

/**
 * Looks for what a trained model does not have: rows of zeros, rows of one value, and values that are not finite. Reads
 * every value, in slices, so that the caller stays responsive.
 * @throws the reason of the abort when cancelled.
 */
export async function findDamage(model: Model, options: DamageOptions = {}): Promise<Damage[]> {
  const slices = new Slices(options.signal);
  const found: Damage[] = [];
  for (const tensor of model.tensors) {
    if (tensor.name !== 'rope') found.push(...(await damageOf(model, tensor, options.tokens, slices)));
  }
  return found;
}

/** The signs of damage as sentences: the first few, and how many more there are. */
export function damageTexts(found: readonly Damage[]): string[] {
  const texts = found.slice(0, mostNamed).map(({ message }) => message);
  const more = found.length - texts.length;
  return more > 0
    ? [...texts, `${more} more ${more === 1 ? 'matrix has' : 'matrices have'} such rows.`]
    : texts;
}

async function damageOf(
  model: Model,
  tensor: Tensor,
  tokens: number | undefined,
  slices: Slices,
): Promise<Damage[]> {
  const { name, rows, cols } = tensor;
  const rowsAreTokens = name === 'embedding' || name === 'classifier';
  const checked = rowsAreTokens ? Math.min(rows, tokens ?? rows) : rows;
  const canBeConstant =
    rows > 1 && cols >= leastForConstant && name !== 'denseformer' && tensor.type !== 'ternary';
  const kinds = { zeros: new Rows(), constant: new Rows(), 'not finite': new Rows() };
  const step = Math.max(1, Math.floor(pieceValues / cols));
  for (let start = 0; start < checked; start += step) {
    const count = Math.min(step, checked - start);
    const read = await readStoredRows(model, tensor, start, count);
    const stored: FloatRows | RowScaledRows =
      read.type === 'q4g32' ? { type: 'f32', values: floatsOfRows(read, cols) } : read;
    for (let row = 0; row < count; row++) {
      const kind = kindOf(stored, row, cols, canBeConstant);
      if (kind !== undefined) kinds[kind].add(start + row);
    }
    await slices.rest();
  }
  // Without a tokenizer, rows of zeros at the end are taken for padding of the vocabulary.
  if (rowsAreTokens && tokens === undefined) kinds.zeros.dropEnd(checked);
  return (['zeros', 'constant', 'not finite'] as const).flatMap((kind) =>
    kinds[kind].count === 0 ? [] : [describe(tensor, kind, kinds[kind])],
  );
}

function kindOf(
  stored: FloatRows | RowScaledRows,
  row: number,
  cols: number,
  canBeConstant: boolean,
): Damage['kind'] | undefined {
  const from = row * cols;
  if (stored.type !== 'f32') {
    const scale = stored.scales[row] ?? 0;
    if (!Number.isFinite(scale)) return 'not finite';
    return sameOf(stored.values, from, from + cols, scale, canBeConstant);
  }
  const floats = stored.values;
  for (let i = from; i < from + cols; i++) if (!Number.isFinite(floats[i])) return 'not finite';
  return sameOf(floats, from, from + cols, 1, canBeConstant);
}

/** What it means that all values are the same; most rows show at the second value that they are not. */
function sameOf(
  values: Float32Array | Int8Array,
  from: number,
  to: number,
  scale: number,
  canBeConstant: boolean,
): Damage['kind'] | undefined {
  const first = values[from] ?? 0;
  if (scale === 0) return 'zeros';
  for (let i = from + 1; i < to; i++) if (values[i] !== first) return undefined;
  if (first === 0) return 'zeros';
  return canBeConstant ? 'constant' : undefined;
}

/** Rows of one kind, in order. */
class Rows {
  private readonly all: number[] = [];

  add(row: number): void {
    this.all.push(row);
  }

  /** Leaves out those that reach without a gap to `end`, unless they are all there are. */
  dropEnd(end: number): void {
    if (this.all.length === end) return;
    for (let row = end - 1; this.all.at(-1) === row; row--) this.all.pop();
  }

  get count(): number {
    return this.all.length;
  }

  get first(): number {
    return this.all[0] ?? 0;
  }

  get last(): number {
    return this.all.at(-1) ?? 0;
  }

  get flagged(): FlaggedRows {
    const flag = new RowFlag();
    for (const row of this.all) flag.add(row);
    return flag.rows;
  }
}

function describe(tensor: Tensor, kind: Damage['kind'], rows: Rows): Damage {
  // Stored integers are always finite, so that their scales are what is not.
  const bytesOf = kind === 'not finite' && tensor.scalesOffset !== undefined ? scalesOfRow : bytesOfRow;
  const start = bytesOf(tensor, rows.first).start;
  const end = bytesOf(tensor, rows.last).end;
  const flagged = rows.flagged;
  const listed = flagged.first.join(', ') + (flagged.count > flagged.first.length ? ', …' : '');
  const which =
    tensor.rows === 1 || rows.count === tensor.rows ? '' : `${rows.count === 1 ? 'row' : 'rows'} ${listed}; `;
  const place = `(${which}bytes ${formatInteger(start)} to ${formatInteger(end - 1)})`;
  const what = {
    zeros: rows.count === tensor.rows ? 'is all zeros' : `has ${rows.count} of ${tensor.rows} rows of zeros`,
    constant: `has ${rows.count} of ${tensor.rows} rows in which all values are the same`,
    'not finite': `has ${rows.count} of ${tensor.rows} rows with values that are infinite or not numbers`,
  }[kind];
  return {
    matrix: tensor.name,
    kind,
    rows: flagged,
    start,
    end,
    message: `${tensor.name} ${what} ${place}.`,
  };
}

/** The bytes of a row's values; a row may begin and end inside a byte. */
function bytesOfRow(
  { type, dataOffset, cols, bytes, offset, triangular }: Tensor,
  row: number,
): { start: number; end: number } {
  if (triangular) return { start: offset, end: offset + bytes };
  const { bits } = tensorTypes[type];
  return {
    start: dataOffset + Math.floor((row * cols * bits) / 8),
    end: dataOffset + Math.ceil(((row + 1) * cols * bits) / 8),
  };
}

/** The bytes of the scales of a row's values; a group of values with one scale may reach into other rows. */
function scalesOfRow({ type, scalesOffset = 0, cols }: Tensor, row: number): { start: number; end: number } {
  const isByRow = tensorTypes[type].scales === 'row';
  const first = isByRow ? row : Math.floor((row * cols) / groupSize);
  const end = isByRow ? row + 1 : Math.ceil(((row + 1) * cols) / groupSize);
  return { start: scalesOffset + 4 * first, end: scalesOffset + 4 * end };
}
