import type { Core } from '../core';
import { HI_OFFSET, LO_OFFSET } from '../stateLayout';
import { divideSigned, divideUnsigned } from '../slow/multiply';
import { lane, setLong, setWord, type Execute, type ExecuteTable } from '../slow/execute';
import { clamp, quadword } from './lanes';

const LO = LO_OFFSET / 4;
const HI = HI_OFFSET / 4;
/** Where the eight products of halfwords go. */
const PRODUCT_WORDS = [LO, LO + 1, HI, HI + 1, LO + 2, LO + 3, HI + 2, HI + 3] as const;
/** The words that also go to rd: those of the even products. */
const EVEN_WORDS = [LO, HI, LO + 2, HI + 2] as const;

function evenWordsTo(core: Core, d: number): void {
  EVEN_WORDS.forEach((from, index) => {
    core.words[d + index] = lane(core, from);
  });
}

/** pmulth, pmaddh, pmsubh: eight products, put (0), added (1) or subtracted (−1). */
function products(sign: -1 | 0 | 1): Execute {
  return quadword((core, d, s, t) => {
    const { words, halves } = core;
    for (let i = 0; i < 8; i++) {
      const product = (halves[s * 2 + i] ?? 0) * (halves[t * 2 + i] ?? 0);
      const to = PRODUCT_WORDS[i] ?? LO;
      words[to] = sign === 0 ? product : sign > 0 ? (words[to] ?? 0) + product : (words[to] ?? 0) - product;
    }
    evenWordsTo(core, d);
  });
}

/**
 * phmadh, phmsbh: odd product plus or minus even product of neighbours; the odd words of the result are not
 * documented.
 */
function neighbours(subtract: boolean): Execute {
  return quadword((core, d, s, t) => {
    const { words, halves } = core;
    for (let i = 0; i < 8; i += 2) {
      const even = (halves[s * 2 + i] ?? 0) * (halves[t * 2 + i] ?? 0);
      const odd = (halves[s * 2 + i + 1] ?? 0) * (halves[t * 2 + i + 1] ?? 0);
      words[PRODUCT_WORDS[i] ?? LO] = subtract ? odd - even : odd + even;
      words[PRODUCT_WORDS[i + 1] ?? LO] = subtract ? ~odd : odd;
    }
    evenWordsTo(core, d);
  });
}

/** Words 0 and 2: 64-bit products to LO, HI (words sign-extended) and rd; `add` to LO, HI. */
function longProducts(signed: boolean, add: boolean): Execute {
  return quadword((core, d, s, t) => {
    for (const i of [0, 2]) {
      const x = lane(core, s + i);
      const y = lane(core, t + i);
      let value = signed ? BigInt(x) * BigInt(y) : BigInt(x >>> 0) * BigInt(y >>> 0);
      if (add) value += (BigInt(lane(core, HI + i)) << 32n) | BigInt(lane(core, LO + i) >>> 0);
      setWord(core, LO + i, Number(BigInt.asIntN(32, value)));
      setWord(core, HI + i, Number(BigInt.asIntN(32, value >> 32n)));
      setLong(core, d + i, value);
    }
  });
}

/**
 * pmaddw, pmsubw. The upper sum of the hardware is not exact: HI is (HI · 2^32 ± product) divided by 2^32 − 1, towards
 * zero, without the carry of LO; in word 0 of pmaddw the dividend is larger by 0x70000000 when the magnitude of rt is 0
 * or all ones and rs differs from it. Recorded on a console (ps2autotests, ee_simd/muldiv); the rule is that of PCSX2's
 * developers and reproduces all recorded lines, its reason is unknown.
 */
function inexactProducts(sign: 1n | -1n): Execute {
  return quadword((core, d, s, t) => {
    for (const i of [0, 2]) {
      const x = lane(core, s + i);
      const y = lane(core, t + i);
      const product = sign * BigInt(x) * BigInt(y);
      const magnitude = y & 0x7fffffff;
      const odd = sign === 1n && i === 0 && (magnitude === 0 || magnitude === 0x7fffffff) && x !== y;
      const upper = (BigInt(lane(core, HI + i)) << 32n) + product + (odd ? 0x70000000n : 0n);
      const low = (lane(core, LO + i) + Number(BigInt.asIntN(32, product))) | 0;
      const high = Number(BigInt.asIntN(32, upper / 0xffffffffn));
      setWord(core, LO + i, low);
      setWord(core, HI + i, high);
      core.words[d + i] = low;
      core.words[d + i + 1] = high;
    }
  });
}

function divisions(operation: typeof divideSigned): Execute {
  return quadword((core, _d, s, t) => {
    for (const i of [0, 2]) {
      const [quotient, remainder] = operation(lane(core, s + i), lane(core, t + i));
      setWord(core, LO + i, quotient);
      setWord(core, HI + i, remainder);
    }
  });
}

/** Words 0 and 2 of rt shifted by those of rs. */
function shifts(operation: (value: number, count: number) => number): Execute {
  return quadword((core, d, s, t) => {
    for (const i of [0, 2]) setWord(core, d + i, operation(lane(core, t + i), lane(core, s + i) & 31));
  });
}

/** rd <- four words of HI and LO. */
function fromHiLo(...from: readonly number[]): Execute {
  return quadword((core, d) =>
    core.words.set(
      from.map((index) => lane(core, index)),
      d,
    ),
  );
}

/** rd <- eight halfwords made of the words of HI and LO. */
function halvesFromHiLo(half: (word: number) => number): Execute {
  return quadword((core, d) => {
    const order = [LO, LO + 1, HI, HI + 1, LO + 2, LO + 3, HI + 2, HI + 3];
    core.halves.set(
      order.map((index) => half(lane(core, index))),
      d * 2,
    );
  });
}

const copy = (core: Core, to: number, from: number) => core.words.copyWithin(to, from, from + 4);

/** Multiplication, division, variable shifts, and moves of the 128-bit HI and LO. */
export const multiply: ExecuteTable = {
  pmulth: products(0),
  pmaddh: products(1),
  pmsubh: products(-1),
  phmadh: neighbours(false),
  phmsbh: neighbours(true),
  pmultw: longProducts(true, false),
  pmultuw: longProducts(false, false),
  pmadduw: longProducts(false, true),
  pmaddw: inexactProducts(1n),
  pmsubw: inexactProducts(-1n),
  pdivw: divisions(divideSigned),
  pdivuw: divisions(divideUnsigned),
  pdivbw: quadword((core, _d, s, t) => {
    const divisor = core.halves[t * 2] ?? 0;
    for (let i = 0; i < 4; i++) {
      const [quotient, remainder] = divideSigned(lane(core, s + i), divisor);
      core.words[LO + i] = quotient;
      core.words[HI + i] = remainder;
    }
  }),
  psllvw: shifts((value, count) => value << count),
  psrlvw: shifts((value, count) => (value >>> count) | 0),
  psravw: shifts((value, count) => value >> count),
  pmfhi: quadword((core, d) => copy(core, d, HI)),
  pmflo: quadword((core, d) => copy(core, d, LO)),
  pmthi: quadword((core, _d, s) => copy(core, HI, s)),
  pmtlo: quadword((core, _d, s) => copy(core, LO, s)),
  'pmfhl.lw': fromHiLo(LO, HI, LO + 2, HI + 2),
  'pmfhl.uw': fromHiLo(LO + 1, HI + 1, LO + 3, HI + 3),
  'pmfhl.slw': quadword((core, d) => {
    for (const i of [0, 2]) {
      const value = lane(core, HI + i) * 0x100000000 + (lane(core, LO + i) >>> 0);
      setWord(core, d + i, clamp(value, -0x80000000, 0x7fffffff));
    }
  }),
  'pmfhl.lh': halvesFromHiLo((word) => word),
  'pmfhl.sh': halvesFromHiLo((word) => clamp(word, -0x8000, 0x7fff)),
  'pmthl.lw': quadword((core, _d, s) => {
    EVEN_WORDS.forEach((to, index) => {
      core.words[to] = lane(core, s + index);
    });
  }),
};
