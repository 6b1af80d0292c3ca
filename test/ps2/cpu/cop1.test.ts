import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as fpu from '../../../ps2/cpu/fpu';
import { FCR31_OFFSET, FPR_OFFSET, FPU_ACC_OFFSET } from '../../../ps2/cpu/stateLayout';
import { encode, load, machineWith } from './machine';

const { FCR31 } = fpu;
const pattern = fc.oneof(
  fc.nat(0xffffffff),
  fc.constantFrom(0, 0x80000000, 0x7fffffff, 0x3f800000, 0x00800000, 1),
  fc.nat(0x7ffffff).map((bits) => bits + 0x3c000000),
);
type Operation = (acc: number, x: number, y: number) => number;

/** Where the result goes, what it is, and which flags the instruction clears. */
const instructions: Readonly<
  Record<string, readonly [to: 'fd' | 'acc', operation: Operation, clears: number]>
> = {
  'add.s': ['fd', (_acc, x, y) => fpu.add(x, y), FCR31.overflow | FCR31.underflow],
  'sub.s': ['fd', (_acc, x, y) => fpu.sub(x, y), FCR31.overflow | FCR31.underflow],
  'mul.s': ['fd', (_acc, x, y) => fpu.mul(x, y), FCR31.overflow | FCR31.underflow],
  'div.s': ['fd', (_acc, x, y) => fpu.div(x, y), FCR31.invalid | FCR31.divideByZero],
  'sqrt.s': ['fd', (_acc, _x, y) => fpu.sqrt(y), FCR31.invalid | FCR31.divideByZero],
  'rsqrt.s': ['fd', (_acc, x, y) => fpu.rsqrt(x, y), FCR31.invalid | FCR31.divideByZero],
  'max.s': ['fd', (_acc, x, y) => fpu.max(x, y), FCR31.overflow | FCR31.underflow],
  'min.s': ['fd', (_acc, x, y) => fpu.min(x, y), FCR31.overflow | FCR31.underflow],
  'madd.s': ['fd', fpu.madd, FCR31.overflow | FCR31.underflow],
  'msub.s': ['fd', fpu.msub, FCR31.overflow | FCR31.underflow],
  'adda.s': ['acc', (_acc, x, y) => fpu.add(x, y), FCR31.overflow | FCR31.underflow],
  'suba.s': ['acc', (_acc, x, y) => fpu.sub(x, y), FCR31.overflow | FCR31.underflow],
  'mula.s': ['acc', (_acc, x, y) => fpu.mul(x, y), FCR31.overflow | FCR31.underflow],
  'madda.s': ['acc', fpu.madd, FCR31.overflow | FCR31.underflow],
  'msuba.s': ['acc', fpu.msub, FCR31.overflow | FCR31.underflow],
};
const unary: Readonly<Record<string, (x: number) => number>> = {
  'abs.s': (x) => x & 0x7fffffff,
  'neg.s': (x) => x ^ 0x80000000,
  'mov.s': (x) => x,
  'cvt.s.w': fpu.fromInteger,
  'trunc.w.s': fpu.toInteger,
};

describe('float instructions', () => {
  const cpu = machineWith([]);
  const f = (register: number) => FPR_OFFSET / 4 + register;
  const word = (index: number) => (cpu.words[index] ?? 0) >>> 0;

  for (const [mnemonic, [to, operation, clears]] of Object.entries(instructions))
    it(mnemonic, () => {
      fc.assert(
        fc.property(pattern, pattern, pattern, fc.constantFrom(4, 2, 3), (acc, x, y, fd) => {
          const fields = {
            ...(to === 'fd' ? { fd } : {}),
            ...(mnemonic === 'sqrt.s' ? {} : { fs: 2 }),
            ft: 3,
          };
          load(cpu, [encode(mnemonic, fields)]);
          const flags = FCR31.fixed | FCR31.condition | 0x3c000;
          cpu.words.set([x, y, 0x55], f(2));
          cpu.words[FPU_ACC_OFFSET / 4] = acc;
          cpu.words[FCR31_OFFSET / 4] = flags;
          cpu.step();
          const expected = operation(acc | 0, x | 0, y | 0) >>> 0;
          const raised = fpu.raisedFlags();
          assert.equal(word(FCR31_OFFSET / 4), (flags & ~clears) | raised);
          assert.equal(word(to === 'fd' ? f(fd) : FPU_ACC_OFFSET / 4), expected);
          if (to === 'fd') assert.equal(word(FPU_ACC_OFFSET / 4), acc);
        }),
      );
    });

  for (const [mnemonic, operation] of Object.entries(unary))
    it(mnemonic, () => {
      fc.assert(
        fc.property(pattern, (x) => {
          load(cpu, [encode(mnemonic, { fd: 5, fs: 2 })]);
          cpu.words[f(2)] = x;
          cpu.step();
          assert.equal(word(f(5)), operation(x | 0) >>> 0);
        }),
      );
    });

  for (const [mnemonic, holds] of Object.entries({
    'c.f.s': () => false,
    'c.eq.s': fpu.equal,
    'c.lt.s': fpu.less,
    'c.le.s': (x: number, y: number) => !fpu.less(y, x),
  }))
    it(mnemonic, () => {
      fc.assert(
        fc.property(pattern, fc.option(pattern), fc.boolean(), (x, other, before) => {
          const y = other ?? x;
          load(cpu, [encode(mnemonic, { fs: 2, ft: 3 })]);
          cpu.words.set([x, y], f(2));
          cpu.words[FCR31_OFFSET / 4] = FCR31.fixed | (before ? FCR31.condition : 0);
          cpu.step();
          assert.equal(word(FCR31_OFFSET / 4), FCR31.fixed | (holds(x | 0, y | 0) ? FCR31.condition : 0));
        }),
      );
    });

  it('moves words as patterns, whatever they are', () => {
    for (const value of [0x7fc00001, 0xff800001, 0x7fa00000, 1]) {
      load(cpu, [
        encode('mtc1', { rt: 2, fs: 7 }),
        encode('mov.s', { fd: 8, fs: 7 }),
        encode('mfc1', { rt: 3, fs: 8 }),
      ]);
      cpu.setGpr(2, value | 0);
      cpu.run(3);
      assert.equal(word(f(7)), value);
      assert.equal(cpu.view.getBigInt64(48, true), BigInt(value | 0));
    }
  });

  it('reads and writes its control registers, with the bits that are fixed', () => {
    load(cpu, [
      encode('ctc1', { rt: 2, c1: 31 }),
      encode('cfc1', { rt: 3, c1: 31 }),
      encode('cfc1', { rt: 4, c1: 0 }),
    ]);
    cpu.setGpr(2, -1);
    cpu.run(3);
    assert.deepEqual([cpu.gpr(3), cpu.gpr(4)], [0x0183c079, 0x2e30]);
  });
});
