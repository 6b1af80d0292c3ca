/** What each multimedia instruction computes, on big integers split into lanes (lowest first). */

/** State before or after: 128-bit registers and the shift amounts. */
export interface MmiInput {
  readonly rs: bigint;
  readonly rt: bigint;
  readonly hi: bigint;
  readonly lo: bigint;
  /** The instruction's shift count. */
  readonly sa: bigint;
  /** The SA register, in bytes. */
  readonly bytes: bigint;
}
export interface MmiOutput {
  readonly rd?: bigint;
  readonly hi?: bigint;
  readonly lo?: bigint;
}
type Oracle = (input: MmiInput) => MmiOutput;

export function split(value: bigint, bits: number, signed = true): bigint[] {
  return Array.from({ length: 128 / bits }, (_, index) => {
    const lane = value >> BigInt(index * bits);
    return signed ? BigInt.asIntN(bits, lane) : BigInt.asUintN(bits, lane);
  });
}
export function join(lanes: readonly bigint[]): bigint {
  const bits = 128 / lanes.length;
  return lanes.reduceRight((value, lane) => (value << BigInt(bits)) | BigInt.asUintN(bits, lane), 0n);
}

const abs = (x: bigint) => (x < 0n ? -x : x);
const clamp = (x: bigint, least: bigint, most: bigint) => (x < least ? least : x > most ? most : x);
const signedLimit = (x: bigint, bits: number) =>
  clamp(x, -(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n);
const unsignedLimit = (x: bigint, bits: number) => clamp(x, 0n, (1n << BigInt(bits)) - 1n);

type Lane = (x: bigint, y: bigint, bits: number, sa: bigint) => bigint;
/** Operations that exist for several lane widths; the letter of the width goes at * in the name. */
const lanewise: readonly (readonly [name: string, widths: string, operation: Lane, unsigned?: boolean])[] = [
  ['padd*', 'whb', (x, y) => x + y],
  ['psub*', 'whb', (x, y) => x - y],
  ['pcgt*', 'whb', (x, y) => (x > y ? -1n : 0n)],
  ['pceq*', 'whb', (x, y) => (x === y ? -1n : 0n)],
  ['pmax*', 'wh', (x, y) => (x > y ? x : y)],
  ['pmin*', 'wh', (x, y) => (x < y ? x : y)],
  ['padds*', 'whb', (x, y, bits) => signedLimit(x + y, bits)],
  ['psubs*', 'whb', (x, y, bits) => signedLimit(x - y, bits)],
  ['paddu*', 'whb', (x, y, bits) => unsignedLimit(x + y, bits), true],
  ['psubu*', 'whb', (x, y, bits) => unsignedLimit(x - y, bits), true],
  ['pabs*', 'wh', (_x, y, bits) => signedLimit(abs(y), bits)],
  ['psll*', 'wh', (_x, y, bits, sa) => y << BigInt.asUintN(bits === 16 ? 4 : 5, sa)],
  ['psrl*', 'wh', (_x, y, bits, sa) => y >> BigInt.asUintN(bits === 16 ? 4 : 5, sa), true],
  ['psra*', 'wh', (_x, y, bits, sa) => y >> BigInt.asUintN(bits === 16 ? 4 : 5, sa)],
];

/** Lanes of rd, highest first, as letters: s or t with the number of the lane. */
const orders: Readonly<Record<string, string>> = {
  pextlw: 's1 t1 s0 t0',
  pextuw: 's3 t3 s2 t2',
  ppacw: 's2 s0 t2 t0',
  pcpyld: 's1 s0 t1 t0',
  pcpyud: 't3 t2 s3 s2',
  pexew: 't3 t0 t1 t2',
  prot3w: 't3 t0 t2 t1',
  pexcw: 't3 t1 t2 t0',
  pextlh: 's3 t3 s2 t2 s1 t1 s0 t0',
  pextuh: 's7 t7 s6 t6 s5 t5 s4 t4',
  ppach: 's6 s4 s2 s0 t6 t4 t2 t0',
  pinth: 's7 t3 s6 t2 s5 t1 s4 t0',
  pinteh: 's6 t6 s4 t4 s2 t2 s0 t0',
  pexeh: 't7 t4 t5 t6 t3 t0 t1 t2',
  prevh: 't4 t5 t6 t7 t0 t1 t2 t3',
  pexch: 't7 t5 t6 t4 t3 t1 t2 t0',
  pcpyh: 't4 t4 t4 t4 t0 t0 t0 t0',
  pextlb: 's7 t7 s6 t6 s5 t5 s4 t4 s3 t3 s2 t2 s1 t1 s0 t0',
  pextub: 's15 t15 s14 t14 s13 t13 s12 t12 s11 t11 s10 t10 s9 t9 s8 t8',
  ppacb: 's14 s12 s10 s8 s6 s4 s2 s0 t14 t12 t10 t8 t6 t4 t2 t0',
};

function ordered(order: string): Oracle {
  const names = order.split(' ').reverse();
  return ({ rs, rt }) => {
    const [s, t] = [split(rs, 128 / names.length), split(rt, 128 / names.length)];
    const rd = join(names.map((name) => (name.startsWith('s') ? s : t)[Number(name.slice(1))] ?? 0n));
    return { rd };
  };
}

/** Four words or two doublewords of a result, lowest first. */
const words = (...lanes: readonly bigint[]) => join(lanes);
const doubles = (...lanes: readonly bigint[]) => join(lanes);
const word = (value: bigint, index: number) => BigInt.asIntN(32, value >> BigInt(32 * index));
const half = (value: bigint, index: number) => BigInt.asIntN(16, value >> BigInt(16 * index));
/** The sign-extended words of a 64-bit value. */
const low = (value: bigint) => BigInt.asIntN(32, value);
const high = (value: bigint) => BigInt.asIntN(32, value >> 32n);

/** Eight halfword products combined with what LO and HI hold. */
function eight(combine: (old: bigint, product: bigint) => bigint): Oracle {
  return ({ rs, rt, hi, lo }) => {
    const p = split(rs, 16).map((x, index) => x * half(rt, index));
    const at = (old: bigint, index: number, product: number) => combine(word(old, index), p[product] ?? 0n);
    const newLo = words(at(lo, 0, 0), at(lo, 1, 1), at(lo, 2, 4), at(lo, 3, 5));
    const newHi = words(at(hi, 0, 2), at(hi, 1, 3), at(hi, 2, 6), at(hi, 3, 7));
    return {
      lo: newLo,
      hi: newHi,
      rd: words(word(newLo, 0), word(newHi, 0), word(newLo, 2), word(newHi, 2)),
    };
  };
}

/** Two 64-bit results from words 0 and 2. */
function two(result: (x: bigint, y: bigint, old: bigint) => bigint, unsigned = false): Oracle {
  return ({ rs, rt, hi, lo }) => {
    const read = (value: bigint, index: number) =>
      unsigned ? BigInt.asUintN(32, word(value, index)) : word(value, index);
    const results = [0, 2].map((index) =>
      result(
        read(rs, index),
        read(rt, index),
        (word(hi, index) << 32n) | BigInt.asUintN(32, word(lo, index)),
      ),
    );
    return { rd: doubles(...results), lo: doubles(...results.map(low)), hi: doubles(...results.map(high)) };
  };
}

function divide(x: bigint, y: bigint, unsigned: boolean): readonly [bigint, bigint] {
  if (y === 0n) return [!unsigned && x < 0n ? 1n : -1n, x];
  return [x / y, x % y];
}
function dividing(unsigned: boolean): Oracle {
  return ({ rs, rt }) => {
    const results = [0, 2].map((index) => {
      const read = (value: bigint) =>
        unsigned ? BigInt.asUintN(32, word(value, index)) : word(value, index);
      return divide(read(rs), read(rt), unsigned);
    });
    return { lo: doubles(...results.map(([q]) => low(q))), hi: doubles(...results.map(([, r]) => low(r))) };
  };
}
function shifting(operation: (y: bigint, count: bigint) => bigint): Oracle {
  return ({ rs, rt }) => ({
    rd: doubles(...[0, 2].map((index) => low(operation(word(rt, index), word(rs, index) & 31n)))),
  });
}
/** Leading bits equal to the sign, without the sign itself. */
function leading(x: bigint): bigint {
  const bits = BigInt.asUintN(32, x).toString(2).padStart(32, '0');
  return BigInt(bits.search(bits.startsWith('1') ? /0|$/ : /1|$/) - 1);
}

/** Every instruction that is executed, by mnemonic. */
export const mmiOracle: Readonly<Record<string, Oracle>> = {
  ...Object.fromEntries(
    lanewise.flatMap(([name, widths, operation, unsigned]) =>
      widths.split('').map((width): [string, Oracle] => {
        const bits = width === 'w' ? 32 : width === 'h' ? 16 : 8;
        return [
          name.replace('*', width),
          ({ rs, rt, sa }) => {
            const t = split(rt, bits, unsigned !== true);
            const rd = join(
              split(rs, bits, unsigned !== true).map((x, i) => operation(x, t[i] ?? 0n, bits, sa)),
            );
            return { rd };
          },
        ];
      }),
    ),
  ),
  ...Object.fromEntries(Object.entries(orders).map(([name, order]) => [name, ordered(order)])),
  pand: ({ rs, rt }) => ({ rd: rs & rt }),
  por: ({ rs, rt }) => ({ rd: rs | rt }),
  pxor: ({ rs, rt }) => ({ rd: rs ^ rt }),
  pnor: ({ rs, rt }) => ({ rd: BigInt.asUintN(128, ~(rs | rt)) }),
  padsbh: ({ rs, rt }) => ({
    rd: join(split(rs, 16).map((x, i) => (i < 4 ? x - half(rt, i) : x + half(rt, i)))),
  }),
  pext5: ({ rt }) => ({
    rd: join(
      split(rt, 32, false).map((x) => {
        const [r, g, b, a] = [x & 31n, (x >> 5n) & 31n, (x >> 10n) & 31n, (x >> 15n) & 1n];
        return (r << 3n) | (g << 11n) | (b << 19n) | (a << 31n);
      }),
    ),
  }),
  ppac5: ({ rt }) => ({
    rd: join(
      split(rt, 32, false).map((x) => {
        const [r, g, b, a] = [(x >> 3n) & 31n, (x >> 11n) & 31n, (x >> 19n) & 31n, x >> 31n];
        return r | (g << 5n) | (b << 10n) | (a << 15n);
      }),
    ),
  }),
  qfsrv: ({ rs, rt, bytes }) => ({ rd: BigInt.asUintN(128, ((rs << 128n) | rt) >> (8n * bytes)) }),
  plzcw: ({ rs }) => ({ rd: words(leading(word(rs, 0)), leading(word(rs, 1)), -1n, -1n) }),
  pmulth: eight((_old, product) => product),
  pmaddh: eight((old, product) => old + product),
  pmsubh: eight((old, product) => old - product),
  pmultw: two((x, y) => x * y),
  pmultuw: two((x, y) => x * y, true),
  pmadduw: two((x, y, old) => x * y + BigInt.asUintN(64, old), true),
  pdivw: dividing(false),
  pdivuw: dividing(true),
  pdivbw: ({ rs, rt }) => {
    const results = split(rs, 32).map((x) => divide(x, half(rt, 0), false));
    return { lo: words(...results.map(([q]) => q)), hi: words(...results.map(([, r]) => r)) };
  },
  psllvw: shifting((y, count) => y << count),
  psrlvw: shifting((y, count) => BigInt.asUintN(32, y) >> count),
  psravw: shifting((y, count) => y >> count),
  pmfhi: ({ hi }) => ({ rd: hi }),
  pmflo: ({ lo }) => ({ rd: lo }),
  pmthi: ({ rs }) => ({ hi: rs }),
  pmtlo: ({ rs }) => ({ lo: rs }),
  'pmfhl.lw': ({ hi, lo }) => ({ rd: words(word(lo, 0), word(hi, 0), word(lo, 2), word(hi, 2)) }),
  'pmfhl.uw': ({ hi, lo }) => ({ rd: words(word(lo, 1), word(hi, 1), word(lo, 3), word(hi, 3)) }),
  'pmfhl.slw': ({ hi, lo }) => ({
    rd: doubles(
      ...[0, 2].map((i) => signedLimit((word(hi, i) << 32n) | BigInt.asUintN(32, word(lo, i)), 32)),
    ),
  }),
  'pmfhl.lh': ({ hi, lo }) => ({
    rd: join([
      half(lo, 0),
      half(lo, 2),
      half(hi, 0),
      half(hi, 2),
      half(lo, 4),
      half(lo, 6),
      half(hi, 4),
      half(hi, 6),
    ]),
  }),
  'pmfhl.sh': ({ hi, lo }) => ({
    rd: join(
      [
        word(lo, 0),
        word(lo, 1),
        word(hi, 0),
        word(hi, 1),
        word(lo, 2),
        word(lo, 3),
        word(hi, 2),
        word(hi, 3),
      ].map((value) => signedLimit(value, 16)),
    ),
  }),
  'pmthl.lw': ({ rs, hi, lo }) => ({
    lo: words(word(rs, 0), word(lo, 1), word(rs, 2), word(lo, 3)),
    hi: words(word(rs, 1), word(hi, 1), word(rs, 3), word(hi, 3)),
  }),
  phmadh: ({ rs, rt }) => {
    const p = split(rs, 16).map((x, index) => x * half(rt, index));
    return { rd: words(...[0, 2, 4, 6].map((i) => (p[i] ?? 0n) + (p[i + 1] ?? 0n))) };
  },
  phmsbh: ({ rs, rt }) => {
    const p = split(rs, 16).map((x, index) => x * half(rt, index));
    return { rd: words(...[0, 2, 4, 6].map((i) => (p[i + 1] ?? 0n) - (p[i] ?? 0n))) };
  },
};
