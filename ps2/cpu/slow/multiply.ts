import { HI_OFFSET, LO_OFFSET, SA_OFFSET } from '../stateLayout';
import { rsOf, rtOf, simmOf, toRd } from '../operands';
import { lane, setWord, type Execute, type ExecuteTable } from './execute';

const LO = LO_OFFSET / 4;
const HI = HI_OFFSET / 4;
const SA = SA_OFFSET / 4;
/** Words from HI and LO to HI1 and LO1. */
const SECOND = 2;

/** The high word of a 32 by 32 bit product whose low word is known. */
function highWord(x: number, y: number, low: number): number {
  // The error of the double is at most 2^10; without it and the low word, the value is a multiple of 2^32.
  return Math.round((x * y - (low >>> 0)) / 0x100000000) | 0;
}

/** Multiplication and multiply-add; `pipe` is 0 or SECOND. */
function multiply(pipe: number, signed: boolean, add: boolean): Execute {
  return (core, code) => {
    const x = signed ? lane(core, rsOf(code)) : lane(core, rsOf(code)) >>> 0;
    const y = signed ? lane(core, rtOf(code)) : lane(core, rtOf(code)) >>> 0;
    let low = Math.imul(x, y);
    let high = highWord(x, y, low);
    if (add) {
      const sum = (low >>> 0) + (lane(core, LO + pipe) >>> 0);
      high = high + lane(core, HI + pipe) + (sum > 0xffffffff ? 1 : 0);
      low = sum | 0;
    }
    setWord(core, LO + pipe, low);
    setWord(core, HI + pipe, high | 0);
    setWord(core, toRd(code), low);
  };
}

/** Signed quotient and remainder; the divisor 0 gives the hardware's result: ∓1 and the dividend. */
export function divideSigned(x: number, y: number): readonly [quotient: number, remainder: number] {
  if (y === 0) return [x < 0 ? 1 : -1, x];
  return [(x / y) | 0, (x % y) | 0];
}

/** Unsigned quotient and remainder as int32; the divisor 0 gives all ones and the dividend. */
export function divideUnsigned(x: number, y: number): readonly [quotient: number, remainder: number] {
  if (y === 0) return [-1, x | 0];
  const dividend = x >>> 0;
  const divisor = y >>> 0;
  return [Math.floor(dividend / divisor) | 0, (dividend % divisor) | 0];
}

function divide(pipe: number, operation: typeof divideSigned): Execute {
  return (core, code) => {
    const [quotient, remainder] = operation(lane(core, rsOf(code)), lane(core, rtOf(code)));
    setWord(core, LO + pipe, quotient);
    setWord(core, HI + pipe, remainder);
  };
}

/** Multiply and divide except the hot mult and multu, and the shift amount register. */
export const multiplyDivide: ExecuteTable = {
  div: divide(0, divideSigned),
  divu: divide(0, divideUnsigned),
  div1: divide(SECOND, divideSigned),
  divu1: divide(SECOND, divideUnsigned),
  madd: multiply(0, true, true),
  maddu: multiply(0, false, true),
  madd1: multiply(SECOND, true, true),
  maddu1: multiply(SECOND, false, true),
  mult1: multiply(SECOND, true, false),
  multu1: multiply(SECOND, false, false),
  mfsa: (core, code) => setWord(core, toRd(code), lane(core, SA)),
  mtsa: (core, code) => {
    core.words[SA] = lane(core, rsOf(code)) & 15;
  },
  mtsab: (core, code) => {
    core.words[SA] = (lane(core, rsOf(code)) ^ simmOf(code)) & 15;
  },
  mtsah: (core, code) => {
    core.words[SA] = ((lane(core, rsOf(code)) ^ simmOf(code)) & 7) * 2;
  },
};
