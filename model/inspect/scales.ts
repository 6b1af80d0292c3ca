import { floatsOf } from '../../common/littleEndian';
import type { Model, Tensor } from '../model';
import { scaleCount } from '../tensorTypes';
import { Slices } from './slices';

/** A range of consecutive scales. */
export interface ScaleBucket {
  /** Index of the first one, and their number. */
  readonly first: number;
  readonly count: number;
  /** Of the finite ones. */
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** The scales of a tensor from the first to the last. */
export interface ScaleProfile {
  /** The part of a tensor with one scale. */
  readonly per: 'row' | 'group';
  readonly count: number;
  readonly zero: number;
  readonly nan: number;
  readonly buckets: readonly ScaleBucket[];
}

const mostBuckets = 128;
/** Scales per read. */
const pieceScales = 1 << 14;

/** Reads all scales of a tensor; undefined if it has none. */
export async function scaleProfile(
  model: Model,
  { type, rows, cols, scalesOffset }: Tensor,
  signal?: AbortSignal,
): Promise<ScaleProfile | undefined> {
  if (scalesOffset === undefined) return undefined;
  const count = scaleCount(type, rows, cols);
  const width = Math.max(1, Math.ceil(count / mostBuckets));
  const slices = new Slices(signal);
  const buckets: ScaleBucket[] = [];
  let zero = 0;
  let nan = 0;
  const step = Math.max(1, Math.floor(pieceScales / width)) * width;
  for (let start = 0; start < count; start += step) {
    const end = Math.min(count, start + step);
    const scales = floatsOf(await model.source.read(scalesOffset + 4 * start, 4 * (end - start)));
    for (const scale of scales) {
      if (scale === 0) zero++;
      if (!Number.isFinite(scale)) nan++;
    }
    for (let first = start; first < end; first += width) {
      buckets.push(bucketOf(scales.subarray(first - start, Math.min(end, first + width) - start), first));
    }
    await slices.rest();
  }
  return { per: type === 'q4g32' ? 'group' : 'row', count, zero, nan, buckets };
}

function bucketOf(scales: Float32Array, first: number): ScaleBucket {
  const finite = scales.filter((scale) => Number.isFinite(scale));
  if (finite.length === 0) return { first, count: scales.length, min: 0, mean: 0, max: 0 };
  const sum = finite.reduce((all, scale) => all + scale, 0);
  return {
    first,
    count: scales.length,
    min: finite.reduce((least, scale) => Math.min(least, scale)),
    mean: sum / finite.length,
    max: finite.reduce((most, scale) => Math.max(most, scale)),
  };
}
