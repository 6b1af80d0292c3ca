import type { Core } from '../core';
import * as fpu from '../fpu';
import { toVf } from '../operands';
import { lane, type Execute, type ExecuteTable } from '../slow/execute';
import { finishQuotient, startQuotient } from './quotient';
import { CONTROL, control, fsOf, ftOf, integer, isWritten, VF, VI } from './state';

/** vft <- something of each component of vfs in the mask. */
function each(operation: (value: number) => number): Execute {
  return moving((core, code, i) => operation(lane(core, VF + fsOf(code) * 4 + i)));
}

/** vft <- a value for each component in the mask; all are read before one is written. */
function moving(value: (core: Core, code: number, i: number) => number): Execute {
  return (core, code) => {
    const values = [0, 1, 2, 3].map((i) => value(core, code, i));
    const target = toVf(ftOf(code));
    for (let i = 0; i < 4; i++) if (isWritten(code, i)) core.words[target + i] = values[i] ?? 0;
  };
}

/** The integer part of a float times 2^bits, saturated. */
function toFixed(x: number, bits: number): number {
  const exponent = (x >>> 23) & 255;
  if (exponent === 0) return 0;
  if (exponent + bits > 255) return x < 0 ? -0x80000000 : 0x7fffffff;
  return fpu.toInteger(x + (bits << 23));
}

/** The float of an integer divided by 2^bits. */
function fromFixed(x: number, bits: number): number {
  return x === 0 ? 0 : fpu.fromInteger(x) - (bits << 23);
}

const firstOf = (core: Core, code: number) => lane(core, VF + fsOf(code) * 4 + ((code >>> 21) & 3));
const secondOf = (core: Core, code: number) => lane(core, VF + ftOf(code) * 4 + ((code >>> 23) & 3));

/** vclipw: six bits, newest lowest: x, y, z above and below the magnitude of w. */
const clip: Execute = (core, code) => {
  const limit = lane(core, VF + ftOf(code) * 4 + 3) & 0x7fffffff;
  let flags = 0;
  for (let i = 0; i < 3; i++) {
    const value = lane(core, VF + fsOf(code) * 4 + i);
    if (fpu.less(limit, value)) flags |= 1 << (2 * i);
    if (fpu.less(value, limit | -0x80000000)) flags |= 2 << (2 * i);
  }
  core.words[VI + CONTROL.clip] = ((control(core, CONTROL.clip) << 6) | flags) & 0xffffff;
};

/** R always holds a number from 1 to 2. */
function setRandom(core: Core, value: number): void {
  core.words[VI + CONTROL.random] = (value & 0x7fffff) | 0x3f800000;
}

function nextRandom(core: Core): void {
  const old = control(core, CONTROL.random);
  setRandom(core, (old << 1) ^ (((old >>> 4) ^ (old >>> 22)) & 1));
}

/** Moves, conversions, division, clipping, random numbers. */
export const conversion: ExecuteTable = {
  'vmove.dest': each((x) => x),
  'vabs.dest': each((x) => x & 0x7fffffff),
  'vmr32.dest': moving((core, code, i) => lane(core, VF + fsOf(code) * 4 + ((i + 1) & 3))),
  'vmfir.dest': moving((core, code) => (integer(core, fsOf(code)) << 16) >> 16),
  ...Object.fromEntries(
    [0, 4, 12, 15].flatMap((bits) => [
      [`vitof${bits}.dest`, each((x) => fromFixed(x, bits))],
      [`vftoi${bits}.dest`, each((x) => toFixed(x, bits))],
    ]),
  ),
  'vclipw.xyz': clip,
  vdiv: (core, code) => startQuotient(core, fpu.div(firstOf(core, code), secondOf(core, code)), 'division'),
  vsqrt: (core, code) => startQuotient(core, fpu.sqrt(secondOf(core, code)), 'division'),
  vrsqrt: (core, code) =>
    startQuotient(core, fpu.rsqrt(firstOf(core, code), secondOf(core, code)), 'inverseRoot'),
  vwaitq: finishQuotient,
  vnop: () => undefined,
  vrinit: (core, code) => setRandom(core, firstOf(core, code)),
  vrxor: (core, code) => setRandom(core, control(core, CONTROL.random) ^ firstOf(core, code)),
  'vrget.dest': moving((core) => control(core, CONTROL.random)),
  'vrnext.dest': (core, code) => {
    nextRandom(core);
    moving(() => control(core, CONTROL.random))(core, code);
  },
};
