import type { ByteSource } from '../../disc/byteSource';
import { floatsOf } from '../littleEndian';
import type { Tensor } from '../model';

/** How many floats of a tensor are looked at, from its beginning and from its end. */
const sample = 32;

/** What a reading of the body finds where it expects scales and norms. */
export interface Plausibility {
  readonly looked: number;
  readonly implausible: number;
}

/**
 * Samples the row scales and norms that `tensors` claims to have. Where an order is wrong, other bytes stand
 * there, and packed values read as floats are mostly negative, huge, tiny or not finite.
 */
export async function weigh(source: ByteSource, tensors: readonly Tensor[]): Promise<Plausibility> {
  let looked = 0;
  let implausible = 0;
  for (const { name, rows, cols, scalesOffset, dataOffset } of tensors) {
    const isNorm = name.endsWith('norm');
    if (scalesOffset === undefined && !isNorm) continue;
    const plausible = isNorm ? plausibleNorm : plausibleScale;
    for (const value of await ends(source, scalesOffset ?? dataOffset, isNorm ? cols : rows)) {
      looked++;
      if (!plausible(value)) implausible++;
    }
  }
  return { looked, implausible };
}

/** A row's scale is its largest weight over 127, or 0 for a row of zeros. */
function plausibleScale(value: number): boolean {
  return value === 0 || (value >= 1e-12 && value <= 100);
}

/** Norm weights are of the order of 1; a few may have been trained to almost nothing. */
function plausibleNorm(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-12 && size <= 1000);
}

async function ends(source: ByteSource, offset: number, count: number): Promise<number[]> {
  const head = Math.min(count, sample);
  const tail = Math.min(count - head, sample);
  const first = floatsOf(await source.read(offset, head * 4));
  const last = floatsOf(await source.read(offset + (count - tail) * 4, tail * 4));
  return [...first, ...last];
}
