import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as fpu from '../../../ps2/cpu/fpu';
import { VF_OFFSET, VI_OFFSET, VU_ACC_OFFSET } from '../../../ps2/cpu/stateLayout';
import { oracleFromInteger } from './float-oracle';
import { encode, load, machineWith } from './machine';

const VF = VF_OFFSET / 4;
const VI = VI_OFFSET / 4;
const ACC = VU_ACC_OFFSET / 4;
const [STATUS, MAC, CLIP, RANDOM, IMMEDIATE, QUOTIENT] = [16, 17, 18, 20, 21, 22].map((n) => VI + n) as [
  number,
  number,
  number,
  number,
  number,
  number,
];

const pattern = fc.oneof(
  fc.nat(0xffffffff),
  fc.constantFrom(0, 0x80000000, 0x7fffffff, 0xffffffff, 0x3f800000, 0x00800000),
  fc.nat(0x7ffffff).map((bits) => bits + 0x3c000000),
);
const vector = fc.tuple(pattern, pattern, pattern, pattern);
const component = 'xyzw';

type Operation = (acc: number, x: number, y: number) => number;
const operations: Readonly<Record<string, Operation>> = {
  vadd: (_acc, x, y) => fpu.add(x, y),
  vsub: (_acc, x, y) => fpu.sub(x, y),
  vmul: (_acc, x, y) => fpu.mul(x, y),
  vmadd: fpu.madd,
  vmsub: fpu.msub,
  vmax: (_acc, x, y) => fpu.max(x, y),
  vmini: (_acc, x, y) => fpu.min(x, y),
};
/** Fixed fields of the encoding: mask of written components, vfs = 2, vft = 3. */
const vectorFields = (mask: number) => (mask << 21) | (2 << 11) | (3 << 16);

describe('VU0 macro instructions', () => {
  const cpu = machineWith([]);
  const words = (at: number, count: number) =>
    [...cpu.words.subarray(at, at + count)].map((word) => word >>> 0);
  const run = (...code: readonly number[]) => {
    load(cpu, code);
    return (setup: () => void) => {
      setup();
      assert.equal(cpu.run(code.length).kind, 'budget');
    };
  };

  for (const [name, operation] of Object.entries(operations))
    for (const suffix of ['', 'x', 'y', 'z', 'w', 'q', 'i', 'a', 'aq', 'ay']) {
      const toAcc = suffix.startsWith('a');
      const source = toAcc ? suffix.slice(1) : suffix;
      if (/max|mini/.test(name) && (toAcc || source === 'q')) continue;
      it(`${name}${suffix}`, () => {
        fc.assert(
          fc.property(
            vector,
            vector,
            vector,
            pattern,
            fc.integer({ min: 1, max: 15 }),
            fc.constantFrom(4, 2, 3),
            (acc, x, y, scalar, mask, fd) => {
              // Operands that are no registers of this form are zero in the encoding.
              const scalarForm = source === 'q' || source === 'i';
              const fields = scalarForm ? vectorFields(mask) & ~(31 << 16) : vectorFields(mask);
              const word = (encode(`${name}${suffix}.dest`) | fields | (toAcc ? 0 : fd << 6)) >>> 0;
              const old = [1, 2, 3, 4];
              run(word)(() => {
                cpu.words.set(old, VF + 16);
                cpu.words.set(x, VF + 8);
                cpu.words.set(y, VF + 12);
                cpu.words.set(acc, ACC);
                cpu.words[QUOTIENT] = scalar;
                cpu.words[IMMEDIATE] = scalar;
              });
              const before = toAcc ? acc : fd === 4 ? old : fd === 2 ? x : y;
              const found = words(toAcc ? ACC : VF + fd * 4, 4);
              let mac = 0;
              for (let i = 0; i < 4; i++) {
                const written = (mask & (8 >> i)) !== 0;
                const second = scalarForm
                  ? scalar
                  : source === ''
                    ? (y[i] ?? 0)
                    : (y[component.indexOf(source)] ?? 0);
                const result = operation((acc[i] ?? 0) | 0, (x[i] ?? 0) | 0, second | 0) >>> 0;
                assert.equal(found[i], written ? result : before[i], `component ${i}`);
                if (!written) continue;
                const raised = fpu.raisedFlags();
                const zero = (result & 0x7fffffff) === 0 ? 1 : 0;
                const over = (raised & fpu.FCR31.overflow) !== 0 ? 0x1000 : 0;
                const under = (raised & fpu.FCR31.underflow) !== 0 ? 0x100 : 0;
                mac |= (zero | ((result >>> 31) << 4) | under | over) << (3 - i);
              }
              if (/max|mini/.test(name)) mac = 0;
              assert.equal(cpu.words[MAC], mac);
              const status = [0, 4, 8, 12].reduce(
                (bits, shift, bit) => bits | (((mac >> shift) & 15) !== 0 ? 1 << bit : 0),
                0,
              );
              assert.equal(cpu.words[STATUS], status | (status << 6));
            },
          ),
          { numRuns: 25 },
        );
      });
    }

  it('leaves vf0 alone', () => {
    run((encode('vadd.dest') | vectorFields(15)) >>> 0)(() => cpu.words.fill(0x40000000, VF + 8, VF + 16));
    assert.deepEqual(words(VF, 4), [0, 0, 0, 0x3f800000]);
  });

  it('vopmula and vopmsub make a cross product', () => {
    const f = (value: number) => oracleFromInteger(value >>> 0);
    run(
      (encode('vopmula.xyz') | (2 << 11) | (3 << 16)) >>> 0,
      (encode('vopmsub.xyz') | (3 << 11) | (2 << 16) | (4 << 6)) >>> 0,
    )(() => {
      cpu.words.set([f(1), f(2), f(3), f(9)], VF + 8);
      cpu.words.set([f(-4), f(5), f(6), f(9)], VF + 12);
    });
    assert.deepEqual(words(VF + 16, 3), [2 * 6 - 3 * 5, 3 * -4 - 6, 5 + 2 * 4].map(f));
  });

  it('converts between fixed and floating point', () => {
    for (const bits of [0, 4, 12, 15]) {
      const scale = 2 ** bits;
      const toFloat = (encode(`vitof${bits}.dest`) | vectorFields(15)) >>> 0;
      const toFixed = (encode(`vftoi${bits}.dest`) | (15 << 21) | (3 << 11) | (4 << 16)) >>> 0;
      const values = [5, -3 * scale, 0, 0x7fffff];
      run(toFloat, toFixed)(() => cpu.words.set(values, VF + 8));
      const floats = [...new Float32Array(cpu.memory, VF_OFFSET + 48, 4)];
      assert.deepEqual(
        floats,
        values.map((value) => value / scale),
      );
      assert.deepEqual([...cpu.words.subarray(VF + 16, VF + 20)], values);
    }
    run((encode('vftoi4.dest') | vectorFields(15)) >>> 0)(() =>
      cpu.words.set([0x7fffffff, 0xffffffff, 0x3fffffff, 0xbd800001], VF + 8),
    );
    assert.deepEqual([...cpu.words.subarray(VF + 12, VF + 16)], [0x7fffffff, -0x80000000, 31, -1]);
  });

  it('moves, rotates, takes magnitudes', () => {
    const set = () => cpu.words.set([0x80000001, 2, 3, 0xbf800000], VF + 8);
    run((encode('vmove.dest') | vectorFields(10)) >>> 0)(set);
    assert.deepEqual(words(VF + 12, 4), [0x80000001, 0, 3, 0]);
    run((encode('vmr32.dest') | (15 << 21) | (2 << 11) | (2 << 16)) >>> 0)(set);
    assert.deepEqual(words(VF + 8, 4), [2, 3, 0xbf800000, 0x80000001]);
    run((encode('vabs.dest') | vectorFields(9)) >>> 0)(set);
    assert.deepEqual(words(VF + 12, 4), [1, 0, 0, 0x3f800000]);
  });

  it('divides into Q, with flags', () => {
    const divide = (x: number, y: number) => {
      run(
        (encode('vdiv') | (2 << 11) | (3 << 16) | (1 << 21) | (2 << 23)) >>> 0,
        encode('vwaitq'),
      )(() => {
        cpu.words[VF + 8 + 1] = x;
        cpu.words[VF + 12 + 2] = y;
      });
      return [words(QUOTIENT, 1)[0], cpu.words[STATUS]];
    };
    assert.deepEqual(divide(0x40400000, 0x40000000), [0x3fc00000, 0]);
    assert.deepEqual(divide(0x40490fda, 0x3fb504f3), [0x400e2c18, 0], 'by the divider of COP1');
    assert.deepEqual(divide(0xc0400000, 0), [0xffffffff, 32 | 2048]);
    assert.deepEqual(divide(0, 0), [0x7fffffff, 16 | 1024]);
    run(
      (encode('vsqrt') | (3 << 16) | (1 << 21)) >>> 0,
      encode('vwaitq'),
    )(() => {
      cpu.words[VF + 12] = 0x40800000;
    });
    assert.equal(cpu.words[QUOTIENT], 0x40000000);
    run(
      (encode('vrsqrt') | (2 << 11) | (3 << 16)) >>> 0,
      encode('vwaitq'),
    )(() => {
      cpu.words[VF + 8] = 0x40000000;
      cpu.words[VF + 12] = 0x40800000;
    });
    assert.equal(cpu.words[QUOTIENT], 0x3f800000);
  });

  it('clips against ±|w|, the newest flags lowest', () => {
    const clip = (encode('vclipw.xyz') | (2 << 11) | (3 << 16)) >>> 0;
    run(
      clip,
      clip,
    )(() => {
      cpu.words.set([0x40000001, 0xc0000001, 0x40000000, 0], VF + 8);
      cpu.words[VF + 15] = 0xc0000000;
    });
    assert.equal(cpu.words[CLIP], 0b001001_001001);
  });

  it('has integers of 16 bits and a random register', () => {
    run(
      encode('viaddi', { vit: 1, vis: 0, imm5: -3 }),
      encode('viaddi', { vit: 2, vis: 0, imm5: 7 }),
      encode('viadd', { vid: 3, vis: 1, vit: 2 }),
      encode('visub', { vid: 4, vis: 2, vit: 1 }),
      encode('viand', { vid: 5, vis: 1, vit: 2 }),
      encode('vior', { vid: 6, vis: 1, vit: 2 }),
      encode('vmtir', { vit: 7, vis: 0 }) | (2 << 11),
      (encode('vmfir.dest') | (15 << 21) | (1 << 11) | (4 << 16)) >>> 0,
      encode('viaddi', { vit: 0, vis: 2, imm5: 1 }),
    )(() => {
      cpu.words[VF + 8] = 0x12348765;
    });
    assert.deepEqual(words(VI, 8), [0, 0xfffd, 7, 4, 10, 5, 0xffff, 0x8765]);
    assert.deepEqual([...cpu.words.subarray(VF + 16, VF + 20)], [-3, -3, -3, -3]);
    run(
      (encode('vrinit') | (2 << 11)) >>> 0,
      (encode('vrnext.dest') | (8 << 21) | (4 << 16)) >>> 0,
    )(() => {
      cpu.words[VF + 8] = 0x00000010;
    });
    assert.equal(words(VF + 16, 1)[0], 0x3f800021);
    assert.equal(words(RANDOM, 1)[0], 0x3f800021);
  });

  it('exchanges registers with the core', () => {
    run(
      encode('qmtc2', { rt: 2, vd: 5 }),
      encode('qmfc2.i', { rt: 3, vd: 5 }),
      encode('ctc2', { rt: 2, vi: 3 }),
      encode('cfc2', { rt: 4, vi: 3 }),
      encode('ctc2', { rt: 2, vi: 22 }),
      encode('cfc2', { rt: 5, vi: 22 }),
      encode('ctc2', { rt: 2, vi: 16 }),
      encode('cfc2', { rt: 6, vi: 16 }),
      encode('cfc2', { rt: 7, vi: 29 }),
    )(() => cpu.words.set([0x89abcdef, 2, 3, 4], 8));
    assert.deepEqual(words(12, 4), [0x89abcdef, 2, 3, 4]);
    assert.deepEqual(
      [cpu.gpr(4), cpu.gpr(5), cpu.gpr(6), cpu.gpr(7)],
      [0xcdef, 0x89abcdef | 0, 0xdc0 & 0xdef, 0],
    );
  });

  it('stops with words where vector programs would be needed', () => {
    for (const word of [
      encode('vcallms', { micro: 1 }),
      encode('ctc2', { rt: 2, vi: 31 }),
      encode('cfc2', { rt: 2, vi: 26 }),
    ]) {
      load(cpu, [word]);
      const stop = cpu.step();
      assert.ok(stop.kind === 'fault' && stop.fault === 'unsupported-instruction');
    }
  });
});
