import { readFileSync } from 'node:fs';
import { sharedPath } from './shared';

/** One operation that was recorded on a console; operands and result are patterns, signed. */
export interface RecordedOperation {
  readonly operation: 'div' | 'sqrt';
  readonly a: number;
  /** 0 for a root. */
  readonly b: number;
  readonly result: number;
}

const lines = 1825;

/** The recorded quotients and roots, or undefined where the data do not lie beside the project. */
export function recordedDivider(): readonly RecordedOperation[] | undefined {
  const file = sharedPath('vectors/ee-div-sqrt.csv');
  if (file === undefined) return undefined;
  const recorded = readFileSync(file, 'utf8').trim().split(/\r?\n/).map(recordedFrom);
  if (recorded.length !== lines) throw new Error(`${file} has ${recorded.length} lines instead of ${lines}.`);
  return recorded;
}

function recordedFrom(line: string): RecordedOperation {
  const [operation, a = '', b = '', result = ''] = line.split(',');
  if (operation !== 'div' && operation !== 'sqrt') throw new Error(`Unknown operation in "${line}".`);
  return { operation, a: patternOf(a), b: operation === 'div' ? patternOf(b) : 0, result: patternOf(result) };
}

function patternOf(digits: string): number {
  if (!/^[0-9A-F]{8}$/i.test(digits)) throw new Error(`"${digits}" is not a word in hex.`);
  return parseInt(digits, 16) | 0;
}

/**
 * Reciprocal roots x / √|y| that were recorded on a console (ps2autotests, `ee_fpu/sqrt`). The first five operands
 * stand in seven lines of that recording: all lines that rounding to nearest even gets wrong.
 */
export const recordedReciprocalRoots: readonly (readonly [x: number, y: number, result: number])[] = [
  [0x40400000, 0x40400000, 0x3fddb3d7],
  [0x7fffffff, 0x7fffffff, 0x5fb504f2],
  [0x7fffffff, 0xffffffff, 0x5fb504f2],
  [0xffffffff, 0x7fffffff, 0xdfb504f2],
  [0xffffffff, 0xffffffff, 0xdfb504f2],
  [0x00000000, 0x00000000, 0x7fffffff],
  [0x00000000, 0x80000000, 0x7fffffff],
  [0x80000000, 0x00000000, 0xffffffff],
  [0x80000000, 0x80000000, 0xffffffff],
  [0x00000000, 0x3f800000, 0x00000000],
  [0x3f800000, 0x3f800000, 0x3f800000],
  [0x3f800000, 0x00000000, 0x7fffffff],
  [0x40000000, 0x40000000, 0x3fb504f3],
  [0x40400000, 0x3f800000, 0x40400000],
  [0x7fffffff, 0x00000000, 0x7fffffff],
  [0x00000000, 0x7fffffff, 0x00000000],
  [0x00000000, 0x7f800000, 0x00000000],
  [0x7f800000, 0x7f800000, 0x5f800000],
  [0xff800000, 0x7f800000, 0xdf800000],
  [0x3f800000, 0x41c80000, 0x3e4ccccd],
  [0x40a00000, 0x41c80000, 0x3f800000],
  [0x41c80000, 0x41c80000, 0x40a00000],
  [0x3f800000, 0xbf800000, 0x3f800000],
  [0x3fffffff, 0x3f800000, 0x3fffffff],
  [0x7f800001, 0x3f800000, 0x7f800001],
  [0x00000001, 0x3f800000, 0x00000000],
  [0x3f800000, 0x3fffffff, 0x3f3504f3],
  [0x3f800000, 0x7f800001, 0x1f800000],
  [0x3f800000, 0x00000001, 0x7fffffff],
  [0x3f800000, 0x7fffffff, 0x1f3504f3],
  [0x00001337, 0xdeadbeef, 0x00000000],
];
