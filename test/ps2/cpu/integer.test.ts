import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HI_OFFSET, LO_OFFSET } from '../../../ps2/cpu/stateLayout';
import { encode, gpr64, hi, lo, load, machineWith, setGpr64, START, write128 } from './machine';

const s32 = (value: bigint) => BigInt.asIntN(32, value);
const s64 = (value: bigint) => BigInt.asIntN(64, value);
const u32 = (value: bigint) => BigInt.asUintN(32, value);
const u64 = (value: bigint) => BigInt.asUintN(64, value);
const flag = (holds: boolean) => (holds ? 1n : 0n);

/** 64-bit values near the edges, and any. */
const value64 = fc.oneof(
  fc.constantFrom(
    0n,
    1n,
    -1n,
    0x7fffffffn,
    -0x80000000n,
    0x80000000n,
    2n ** 63n - 1n,
    -(2n ** 63n),
    0xffffffffn,
  ),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.integer().map(BigInt),
);

type Three = (x: bigint, y: bigint, old: bigint) => bigint;
const threeOperands: Readonly<Record<string, Three>> = {
  addu: (x, y) => s32(x + y),
  subu: (x, y) => s32(x - y),
  daddu: (x, y) => s64(x + y),
  dsubu: (x, y) => s64(x - y),
  and: (x, y) => x & y,
  or: (x, y) => x | y,
  xor: (x, y) => x ^ y,
  nor: (x, y) => ~(x | y),
  slt: (x, y) => flag(x < y),
  sltu: (x, y) => flag(u64(x) < u64(y)),
  movz: (x, y, old) => (y === 0n ? x : old),
  movn: (x, y, old) => (y !== 0n ? x : old),
  sllv: (x, y) => s32(y << (x & 31n)),
  srlv: (x, y) => s32(u32(y) >> (x & 31n)),
  srav: (x, y) => s32(y) >> (x & 31n),
  dsllv: (x, y) => s64(y << (x & 63n)),
  dsrlv: (x, y) => s64(u64(y) >> (x & 63n)),
  dsrav: (x, y) => y >> (x & 63n),
};
const overflowing: Readonly<Record<string, readonly [bits: number, operation: Three]>> = {
  add: [32, (x, y) => s32(x) + s32(y)],
  sub: [32, (x, y) => s32(x) - s32(y)],
  dadd: [64, (x, y) => x + y],
  dsub: [64, (x, y) => x - y],
};
const immediates: Readonly<
  Record<string, readonly ['simm' | 'uimm', (x: bigint, immediate: bigint) => bigint]>
> = {
  addiu: ['simm', (x, i) => s32(x + i)],
  daddiu: ['simm', (x, i) => s64(x + i)],
  slti: ['simm', (x, i) => flag(x < i)],
  sltiu: ['simm', (x, i) => flag(u64(x) < u64(i))],
  andi: ['uimm', (x, i) => x & i],
  ori: ['uimm', (x, i) => x | i],
  xori: ['uimm', (x, i) => x ^ i],
  lui: ['uimm', (_x, i) => s32(i << 16n)],
};
const shifts: Readonly<Record<string, (y: bigint, sa: bigint) => bigint>> = {
  sll: (y, sa) => s32(y << sa),
  srl: (y, sa) => s32(u32(y) >> sa),
  sra: (y, sa) => s32(y) >> sa,
  dsll: (y, sa) => s64(y << sa),
  dsrl: (y, sa) => s64(u64(y) >> sa),
  dsra: (y, sa) => y >> sa,
  dsll32: (y, sa) => s64(y << (sa + 32n)),
  dsrl32: (y, sa) => s64(u64(y) >> (sa + 32n)),
  dsra32: (y, sa) => y >> (sa + 32n),
};

describe('integer instructions', () => {
  const cpu = machineWith([]);
  /** Executes one instruction with rs = $2, rt = $3 (each may be $zero), rd or rt = `target`. */
  const execute = (word: number, x: bigint, y: bigint, target: number, old = 0n) => {
    load(cpu, [word]);
    setGpr64(cpu, target, old);
    setGpr64(cpu, 2, x);
    setGpr64(cpu, 3, y);
    return cpu.step();
  };

  for (const [mnemonic, expected] of Object.entries(threeOperands))
    it(`${mnemonic}, also with equal registers and $zero`, () => {
      fc.assert(
        fc.property(
          value64,
          value64,
          value64,
          fc.constantFrom(2, 0),
          fc.constantFrom(3, 0),
          (x, y, old, rs, rt) => {
            for (const rd of [4, 2, 3, 0]) {
              const stop = execute(encode(mnemonic, { rd, rs, rt }), x, y, rd === 4 ? 4 : 5, old);
              assert.equal(stop.kind, 'budget');
              const before = rd === 4 ? old : rd === 2 ? x : y;
              const result = expected(rs === 0 ? 0n : x, rt === 0 ? 0n : y, before);
              assert.equal(gpr64(cpu, rd), rd === 0 ? 0n : result);
            }
          },
        ),
      );
    });

  for (const [mnemonic, [bits, operation]] of Object.entries(overflowing))
    it(`${mnemonic}, with overflow`, () => {
      fc.assert(
        fc.property(value64, value64, (x, y) => {
          const stop = execute(encode(mnemonic, { rd: 4, rs: 2, rt: 3 }), x, y, 4, 77n);
          const exact = operation(x, y, 0n);
          if (exact === BigInt.asIntN(bits, exact)) assert.equal(gpr64(cpu, 4), exact);
          else {
            assert.ok(stop.kind === 'fault' && stop.fault === 'integer-overflow');
            assert.equal(stop.pc, START);
            assert.equal(gpr64(cpu, 4), 77n);
          }
        }),
      );
    });

  it('addi and daddi overflow', () => {
    const addi = encode('addi', { rt: 4, rs: 2, simm: -1 });
    assert.equal(execute(addi, -0x80000000n, 0n, 4).kind, 'fault');
    assert.equal(execute(addi, 5n, 0n, 4).kind, 'budget');
    assert.equal(gpr64(cpu, 4), 4n);
    const daddi = encode('daddi', { rt: 4, rs: 2, simm: 1 });
    assert.equal(execute(daddi, 2n ** 63n - 1n, 0n, 4).kind, 'fault');
    assert.equal(execute(daddi, 2n ** 40n, 0n, 4).kind, 'budget');
    assert.equal(gpr64(cpu, 4), 2n ** 40n + 1n);
  });

  for (const [mnemonic, [operand, expected]] of Object.entries(immediates))
    it(mnemonic, () => {
      fc.assert(
        fc.property(value64, fc.nat(0xffff), fc.constantFrom(2, 0), (x, bits, rs) => {
          const source: Record<string, number> = mnemonic === 'lui' ? {} : { rs };
          for (const rt of [4, 2]) {
            execute(encode(mnemonic, { rt, [operand]: bits, ...source }), x, 0n, 4);
            const immediate = operand === 'simm' ? BigInt.asIntN(16, BigInt(bits)) : BigInt(bits);
            assert.equal(gpr64(cpu, rt), expected(rs === 0 ? 0n : x, immediate));
          }
        }),
      );
    });

  for (const [mnemonic, expected] of Object.entries(shifts))
    it(mnemonic, () => {
      fc.assert(
        fc.property(value64, fc.nat(31), fc.constantFrom(4, 3), (y, sa, rd) => {
          execute(encode(mnemonic, { rd, rt: 3, sa }), 0n, y, 4);
          assert.equal(gpr64(cpu, rd), expected(y, BigInt(sa)));
        }),
      );
    });
});

/** Quotient and remainder as the EE leaves them. */
function divided(x: bigint, y: bigint, signed: boolean): readonly [bigint, bigint] {
  if (y === 0n) return [signed && x < 0n ? 1n : -1n, s32(x)];
  return [s32(x / y), s32(x % y)];
}

describe('multiplication and division', () => {
  const cpu = machineWith([]);
  const pair = (low: bigint, second: boolean) => (second ? s64(low >> 64n) : s64(low));

  for (const mnemonic of [
    'mult',
    'multu',
    'madd',
    'maddu',
    'mult1',
    'multu1',
    'madd1',
    'maddu1',
    'div',
    'divu',
    'div1',
    'divu1',
  ])
    it(`${mnemonic} on its own HI and LO`, () => {
      fc.assert(
        fc.property(value64, value64, value64, value64, fc.constantFrom(0, 4), (x, y, oldHi, oldLo, rd) => {
          const second = mnemonic.endsWith('1');
          const unsigned = mnemonic.includes('u', 3);
          const division = mnemonic.startsWith('div');
          load(cpu, [encode(mnemonic, division ? { rs: 2, rt: 3 } : { rd, rs: 2, rt: 3 })]);
          setGpr64(cpu, 2, x);
          setGpr64(cpu, 3, y);
          const other = 0x1234567890abcdefn;
          write128(cpu, HI_OFFSET, second ? (u64(oldHi) << 64n) | other : (other << 64n) | u64(oldHi));
          write128(cpu, LO_OFFSET, second ? (u64(oldLo) << 64n) | other : (other << 64n) | u64(oldLo));
          assert.equal(cpu.step().kind, 'budget');
          const [a, b] = unsigned ? [u32(x), u32(y)] : [s32(x), s32(y)];
          let [low, high] = divided(a, b, !unsigned);
          if (!division) {
            const sum = mnemonic.startsWith('madd') ? (u32(oldHi) << 32n) | u32(oldLo) : 0n;
            const product = a * b + sum;
            [low, high] = [s32(product), s32(product >> 32n)];
          }
          assert.equal(pair(lo(cpu), second), low);
          assert.equal(pair(hi(cpu), second), high);
          assert.equal(pair(lo(cpu), !second), other);
          assert.equal(pair(hi(cpu), !second), other);
          if (!division && rd !== 0) assert.equal(gpr64(cpu, rd), low);
        }),
      );
    });

  it('moves to and from HI, LO, their second halves and SA', () => {
    load(cpu, [
      ...['mthi', 'mtlo', 'mthi1', 'mtlo1'].map((mnemonic, index) => encode(mnemonic, { rs: 2 + index })),
      ...['mfhi', 'mflo', 'mfhi1', 'mflo1'].map((mnemonic, index) => encode(mnemonic, { rd: 8 + index })),
      encode('mtsa', { rs: 2 }),
      encode('mfsa', { rd: 12 }),
      encode('mtsab', { rs: 2, simm: 5 }),
      encode('mfsa', { rd: 13 }),
      encode('mtsah', { rs: 2, simm: 5 }),
      encode('mfsa', { rd: 14 }),
    ]);
    [0x1111111122222223n, -1n, 3n, 2n ** 63n - 1n].forEach((value, index) => setGpr64(cpu, 2 + index, value));
    cpu.run(14);
    for (let index = 0; index < 4; index++) assert.equal(gpr64(cpu, 8 + index), gpr64(cpu, 2 + index));
    assert.equal(gpr64(cpu, 12), 3n);
    assert.equal(gpr64(cpu, 13), 6n);
    assert.equal(gpr64(cpu, 14), 12n);
  });
});
