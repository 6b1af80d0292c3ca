import type { ByteSource } from '../../disc/byteSource';
import { floatsOf } from '../../common/littleEndian';
import type { Tensor } from '../model';
import { scaleCount } from '../tensorTypes';

/** How many floats of a tensor are sampled, from its start and end. */
const sample = 32;
/** Tensors that are read at the same time: a balance of waiting and memory. */
const together = 8;

/** The floats found where a tensor order expects scales and norms. */
export interface Plausibility {
  readonly looked: number;
  readonly implausible: number;
}

/**
 * Samples the floats of `tensors`: scales, norms, RoPE tables, DenseFormer weights, model registers, and the zeros of
 * padding. With a wrong order, other bytes are there, and packed values read as floats are mostly negative, huge,
 * tiny or not finite.
 */
export async function weigh(source: ByteSource, tensors: readonly Tensor[]): Promise<Plausibility> {
  let looked = 0;
  let implausible = 0;
  const look = (right: boolean): void => {
    looked++;
    if (!right) implausible++;
  };
  for (let at = 0; at < tensors.length; at += together) {
    const floats = tensors.slice(at, at + together).map(floatsIn);
    const values = await Promise.all(floats.map(({ offset, count }) => ends(source, offset, count)));
    floats.forEach(({ isPlausible }, i) => values[i]?.forEach((value) => look(isPlausible(value))));
  }
  for (const { offset, bytes } of gaps(tensors, source.size)) {
    const sampled = await source.read(offset, Math.min(bytes, sample));
    look(sampled.every((byte) => byte === 0));
  }
  return { looked, implausible };
}

interface Floats {
  readonly offset: number;
  readonly count: number;
  readonly isPlausible: (value: number) => boolean;
}

function floatsIn({ name, type, rows, cols, scalesOffset, dataOffset, bytes }: Tensor): Floats {
  if (scalesOffset !== undefined) {
    return { offset: scalesOffset, count: scaleCount(type, rows, cols), isPlausible: plausibleScale };
  }
  const isPlausible =
    name === 'rope' ? plausibleCosine : name.endsWith('norm') ? plausibleNorm : plausibleFloat;
  return { offset: dataOffset, count: bytes / 4, isPlausible };
}

/** A scale is the largest weight of its row or group over 7 or 127, or their mean, or 0 where all are 0. */
function plausibleScale(value: number): boolean {
  return value === 0 || (value >= 1e-12 && value <= 100);
}

/** Norm weights are of the order of 1; a few may have been trained to almost nothing. */
function plausibleNorm(value: number): boolean {
  return plausibleSize(value, 1000);
}

function plausibleCosine(value: number): boolean {
  return Math.abs(value) <= 1;
}

function plausibleFloat(value: number): boolean {
  return plausibleSize(value, 1e4);
}

function plausibleSize(value: number, most: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-12 && size <= most);
}

/** Bytes that belong to no tensor. */
function gaps(tensors: readonly Tensor[], size: number): { offset: number; bytes: number }[] {
  const ranges = tensors
    .flatMap(({ scalesOffset, dataOffset, type, rows, cols, bytes }) => {
      const scales = 4 * scaleCount(type, rows, cols);
      const values = { from: dataOffset, to: dataOffset + bytes - scales };
      return scalesOffset === undefined
        ? [values]
        : [{ from: scalesOffset, to: scalesOffset + scales }, values];
    })
    .sort((a, b) => a.from - b.from);
  const found: { offset: number; bytes: number }[] = [];
  ranges.forEach(({ to }, i) => {
    const next = ranges[i + 1]?.from ?? size;
    if (next > to) found.push({ offset: to, bytes: next - to });
  });
  return found;
}

/** The first and the last floats, at most `sample` of each. */
async function ends(source: ByteSource, offset: number, count: number): Promise<Float32Array> {
  if (count <= 2 * sample) return floatsOf(await source.read(offset, count * 4));
  const ends = new Float32Array(2 * sample);
  const [first, last] = await Promise.all([
    source.read(offset, sample * 4),
    source.read(offset + (count - sample) * 4, sample * 4),
  ]);
  ends.set(floatsOf(first));
  ends.set(floatsOf(last), sample);
  return ends;
}
