import type { Core } from '../core';
import { rsOf, rtOf, saOf, toRd } from '../operands';
import type { Execute } from '../slow/execute';

/**
 * An operation on whole registers: state words of destination and sources, and the shift amount. A destination may
 * be one of the sources.
 */
export type QuadwordOperation = (core: Core, d: number, s: number, t: number, sa: number) => void;

/** The instruction with operands rd, rs, rt, sa. */
export function quadword(operation: QuadwordOperation): Execute {
  return (core, code) => operation(core, toRd(code), rsOf(code), rtOf(code), saOf(code));
}

/** Four independent 32-bit lanes; x of rs and y of rt, signed. */
export function words(lane: (x: number, y: number, sa: number) => number): Execute {
  return quadword(({ words: w }, d, s, t, sa) => {
    for (let i = 0; i < 4; i++) w[d + i] = lane(w[s + i] ?? 0, w[t + i] ?? 0, sa);
  });
}

/** Eight 16-bit lanes, signed. */
export function halves(lane: (x: number, y: number, sa: number) => number): Execute {
  return quadword(({ halves: h }, d, s, t, sa) => {
    for (let i = 0; i < 8; i++) h[d * 2 + i] = lane(h[s * 2 + i] ?? 0, h[t * 2 + i] ?? 0, sa);
  });
}

/** Sixteen 8-bit lanes, signed. */
export function bytes(lane: (x: number, y: number) => number): Execute {
  return quadword(({ bytes: b }, d, s, t) => {
    for (let i = 0; i < 16; i++) b[d * 4 + i] = lane(b[s * 4 + i] ?? 0, b[t * 4 + i] ?? 0);
  });
}

const sources = new Uint8Array(32);

/**
 * Moves lanes: lane i of rd is lane `from[i]` of rt, or of rs from the number of lanes upward.
 * @param from one entry for each lane, lowest first; 4 words, 8 halfwords or 16 bytes
 */
export function permute(...from: readonly number[]): Execute {
  const width = 16 / from.length;
  const byteFrom = from.flatMap((lane) => Array.from({ length: width }, (_, byte) => lane * width + byte));
  return quadword(({ ubytes }, d, s, t) => {
    for (let i = 0; i < 16; i++) {
      sources[i] = ubytes[t * 4 + i] ?? 0;
      sources[16 + i] = ubytes[s * 4 + i] ?? 0;
    }
    for (let i = 0; i < 16; i++) ubytes[d * 4 + i] = sources[byteFrom[i] ?? 0] ?? 0;
  });
}

/** A number limited to a range. */
export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
