import type { Core } from '../core';
import * as fpu from '../fpu';
import { FCR31_OFFSET, FPU_ACC_OFFSET } from '../stateLayout';
import { fdOf, fsOf, ftOf, rtOf, toRt } from '../operands';
import { lane, setWord, type Execute, type ExecuteTable } from './execute';

const ACC = FPU_ACC_OFFSET / 4;
const FCR = FCR31_OFFSET / 4;
const { FCR31 } = fpu;
/** Implementation and revision register (FCR0). */
const REVISION = 0x2e30;
/** Causes that an operation clears: of results, or of division and square root. */
const RESULT = FCR31.overflow | FCR31.underflow;
const DIVISION = FCR31.invalid | FCR31.divideByZero;

function put(core: Core, target: number, value: number, cleared: number): void {
  core.words[target] = value;
  core.words[FCR] = (lane(core, FCR) & ~cleared) | fpu.raisedFlags();
}

/** fd <- operation of fs and ft. */
function binary(operation: (x: number, y: number) => number, cleared: number): Execute {
  return (core, code) => {
    put(core, fdOf(code), operation(lane(core, fsOf(code)), lane(core, ftOf(code))), cleared);
  };
}

/** ACC <- operation of fs and ft. */
function accumulate(operation: (x: number, y: number) => number): Execute {
  return (core, code) => {
    put(core, ACC, operation(lane(core, fsOf(code)), lane(core, ftOf(code))), RESULT);
  };
}

type Combined = (acc: number, x: number, y: number) => number;

/** fd or ACC <- operation of ACC, fs and ft. */
function combine(operation: Combined, toAcc: boolean): Execute {
  return (core, code) => {
    const value = operation(lane(core, ACC), lane(core, fsOf(code)), lane(core, ftOf(code)));
    put(core, toAcc ? ACC : fdOf(code), value, RESULT);
  };
}

/** A change of the sign bit; it clears the causes of results. */
function signBit(operation: (x: number) => number): Execute {
  return (core, code) => {
    core.words[fdOf(code)] = operation(lane(core, fsOf(code)));
    core.words[FCR] = lane(core, FCR) & ~RESULT;
  };
}

/** Float instructions except the hot ones. */
export const cop1: ExecuteTable = {
  'div.s': binary(fpu.div, DIVISION),
  'sqrt.s': binary((_x, y) => fpu.sqrt(y), DIVISION),
  'rsqrt.s': binary(fpu.rsqrt, DIVISION),
  'max.s': binary(fpu.max, RESULT),
  'min.s': binary(fpu.min, RESULT),
  'adda.s': accumulate(fpu.add),
  'suba.s': accumulate(fpu.sub),
  'mula.s': accumulate(fpu.mul),
  'madd.s': combine(fpu.madd, false),
  'msub.s': combine(fpu.msub, false),
  'madda.s': combine(fpu.madd, true),
  'msuba.s': combine(fpu.msub, true),
  'abs.s': signBit((x) => x & 0x7fffffff),
  'neg.s': signBit((x) => x ^ 0x80000000),
  'c.f.s': (core) => {
    core.words[FCR] = lane(core, FCR) & ~FCR31.condition;
  },
  cfc1: (core, code) => {
    // Recorded on a console (ps2autotests, ee_fpu/fcr): 1 to 15 read as 0, 16 to 30 as 31.
    setWord(core, toRt(code), ((code >>> 11) & 31) >= 16 ? lane(core, FCR) : REVISION);
  },
  ctc1: (core, code) => {
    if (((code >>> 11) & 31) === 31)
      core.words[FCR] = (lane(core, rtOf(code)) & FCR31.writable) | FCR31.fixed;
  },
};
