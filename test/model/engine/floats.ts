import * as ee from './eeOracle';

/** Single operations on f32 patterns (unsigned integers). */
export interface Floats {
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  readonly sqrt: (a: number) => number;
  readonly fromInt: (value: number) => number;
  readonly trunc: (a: number) => number;
  readonly less: (a: number, b: number) => boolean;
}

type Binary = (a: number, b: number) => number;

const view = new DataView(new ArrayBuffer(4));

/** The number that an IEEE pattern stands for, and the pattern of a number rounded to nearest. */
export function numberOf(pattern: number): number {
  view.setUint32(0, pattern);
  return view.getFloat32(0);
}

export function patternOf(value: number): number {
  view.setFloat32(0, value);
  return view.getUint32(0);
}

const binary =
  (compute: Binary): Binary =>
  (a, b) =>
    patternOf(compute(numberOf(a), numberOf(b)));

export const ieeeFloats: Floats = {
  add: binary((a, b) => a + b),
  sub: binary((a, b) => a - b),
  mul: binary((a, b) => a * b),
  div: binary((a, b) => a / b),
  sqrt: (a) => patternOf(Math.sqrt(numberOf(a))),
  fromInt: patternOf,
  trunc: (a) => Math.trunc(numberOf(a)),
  less: (a, b) => numberOf(a) < numberOf(b),
};

export const eeFloats: Floats = ee;
