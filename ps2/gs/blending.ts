import { field, general, high, low } from './registers';
import type { GsState } from './state';

/** Bits of TEST. */
const alphaTest = 1;
const destinationAlphaTest = 0x4000;

/** What the alpha test lets be written: everything, red, green and blue, or nothing. */
export type Written = 'all' | 'color' | 'nothing';

/** The alpha test of a context; undefined when there is none. */
export function alphaTestOf(gs: GsState, context: number): ((alpha: number) => Written) | undefined {
  const test = low(gs, general.test + context);
  const kind = field(test, 1, 3);
  if ((test & alphaTest) === 0 || kind === 1) return undefined;
  const reference = field(test, 4, 8);
  const failed = (['nothing', 'all', 'nothing', 'color'] as const)[field(test, 12, 2)] ?? 'nothing';
  const holds = comparisons[kind] ?? (() => true);
  return (alpha) => (holds(alpha, reference) ? 'all' : failed);
}

const comparisons: readonly ((alpha: number, reference: number) => boolean)[] = [
  () => false,
  () => true,
  (alpha, reference) => alpha < reference,
  (alpha, reference) => alpha <= reference,
  (alpha, reference) => alpha === reference,
  (alpha, reference) => alpha >= reference,
  (alpha, reference) => alpha > reference,
  (alpha, reference) => alpha !== reference,
];

/** TEST.DATE: the highest bit of alpha that a pixel of the frame must have to be written; undefined: any. */
export function neededAlphaBit(gs: GsState, context: number): number | undefined {
  const test = low(gs, general.test + context);
  return (test & destinationAlphaTest) === 0 ? undefined : (test >>> 15) & 1;
}

/** ALPHA: the colour that a source makes of the frame's. */
export function blendOf(gs: GsState, context: number): (source: number, frame: number) => number {
  const alpha = low(gs, general.alpha + context);
  const [a, b, c, d] = [0, 2, 4, 6].map((at) => field(alpha, at, 2)) as [number, number, number, number];
  const fixed = high(gs, general.alpha + context) & 0xff;
  const isClamped = (low(gs, general.colclamp) & 1) !== 0;
  const isPerPixel = (low(gs, general.pabe) & 1) !== 0;
  const part = (which: number, source: number, frame: number): number =>
    which === 0 ? source : which === 1 ? frame : 0;
  return (source, frame) => {
    const sourceAlpha = source >>> 24;
    if (isPerPixel && sourceAlpha < 0x80) return source;
    const factor = c === 0 ? sourceAlpha : c === 1 ? frame >>> 24 : fixed;
    let result = source & 0xff000000;
    for (let shift = 0; shift < 24; shift += 8) {
      const from = (source >>> shift) & 0xff;
      const to = (frame >>> shift) & 0xff;
      const value = (((part(a, from, to) - part(b, from, to)) * factor) >> 7) + part(d, from, to);
      result |= (isClamped ? Math.max(0, Math.min(255, value)) : value & 0xff) << shift;
    }
    return result >>> 0;
  };
}
