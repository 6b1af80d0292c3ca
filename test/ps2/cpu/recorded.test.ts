import assert from 'node:assert/strict';
import { FCR31_OFFSET, HI_OFFSET, LO_OFFSET, VF_OFFSET, VI_OFFSET } from '../../../ps2/cpu/stateLayout';
import { emptyBus, encode, hi, lo, load, machineWith, read128, START, write128 } from './machine';

// The numbers of this file were recorded on a console by the ps2autotests project (github.com/unknownbrackets);
// each test names the recording.

const VF = VF_OFFSET / 4;
const VI = VI_OFFSET / 4;

describe('what a console was recorded to do', () => {
  const cpu = machineWith([]);

  describe('pmaddw and pmsubw (ee_simd/muldiv)', () => {
    // From C_HILO there: HI, LO, HI1, LO1.
    const startHi = (0x23456789abcdef01n << 64n) | 0x0123456789abcdefn;
    const startLo = (0x456789abcdef0123n << 64n) | 0x123456789abcdef0n;
    /** Words 2 and 0 of both operands; words 3 to 0 of rd. HI and LO have the same words, sign-extended. */
    const cases: readonly [string, readonly [number, number], readonly [number, number], string][] = [
      ['pmaddw', [0, 0], [1, 1], 'abcdef01 cdef0123 89abcdef 9abcdef0'],
      ['pmaddw', [1, 1], [0, 0], 'abcdef01 cdef0123 89abcdef 9abcdef0'],
      ['pmaddw', [-1, -1], [1, 1], 'abcdef01 cdef0122 89abcdef 9abcdeef'],
      ['pmaddw', [0x80000000, 0x80000000], [-1, -1], 'abcdef02 4def0123 89abcdf0 1abcdef0'],
      ['pmaddw', [0x12345678, 0x80808080], [0x567f80ff, 0x80ff127f], 'b1f49531 50d522ab c8ec8479 63059e70'],
      ['pmaddw', [0x12345678, 0x80008000], [0xffff8000, 0x8000ffff], 'abcde5e7 a2b30123 c9ab0df0 9abc5ef0'],
      ['pmaddw', [0x12345678, 0x80000000], [0xffffffff, 0x7fffffff], 'abcdef01 bbbaaaab 49abcdf0 1abcdef0'],
      ['pmaddw', [0xffffffff, 0x7fffffff], [0x12345678, 0x80000000], 'abcdef01 bbbaaaab 49abcdf0 1abcdef0'],
      ['pmsubw', [1, 1], [1, 1], 'abcdef01 cdef0122 89abcdef 9abcdeef'],
      ['pmsubw', [-1, -1], [1, 1], 'abcdef01 cdef0124 89abcdef 9abcdef1'],
      ['pmsubw', [0x12345678, 0x80808080], [0x567f80ff, 0x80ff127f], 'a5a748d2 4b08df9b 4a6b1765 d2741f70'],
      ['pmsubw', [0x12345678, 0x80008000], [0xffff8000, 0x8000ffff], 'abcdf81b f92b0123 49ac8dee 9abd5ef0'],
      ['pmsubw', [0x12345678, 0x80000000], [0xffffffff, 0x7fffffff], 'abcdef01 e023579b c9abcdef 1abcdef0'],
    ];
    for (const [mnemonic, s, t, expected] of cases)
      it(`${mnemonic} of ${s.join(', ')} and ${t.join(', ')}`, () => {
        load(cpu, [encode(mnemonic, { rd: 4, rs: 2, rt: 3 })]);
        write128(cpu, HI_OFFSET, startHi);
        write128(cpu, LO_OFFSET, startLo);
        cpu.words.set([s[1], 0, s[0], 0], 8);
        cpu.words.set([t[1], 0, t[0], 0], 12);
        assert.equal(cpu.step().kind, 'budget');
        const found = read128(cpu, 64).toString(16).padStart(32, '0');
        assert.equal((found.match(/.{8}/g) ?? []).join(' '), expected);
        const [hi1, lo1, hi0, lo0] = expected.split(' ').map((word) => BigInt(Number.parseInt(word, 16) | 0));
        const pair = (upper = 0n, lower = 0n) =>
          (BigInt.asUintN(64, upper) << 64n) | BigInt.asUintN(64, lower);
        assert.equal(hi(cpu), pair(hi1, hi0));
        assert.equal(lo(cpu), pair(lo1, lo0));
      });
  });

  it('cfc1 reads the revision from registers 0 to 15 and the status from 16 to 31 (ee_fpu/fcr)', () => {
    for (let register = 0; register < 32; register++) {
      load(cpu, [encode('cfc1', { rt: 2, c1: register })]);
      cpu.view.setUint32(FCR31_OFFSET, 0x01000079, true);
      assert.equal(cpu.step().kind, 'budget');
      assert.equal(cpu.gpr(2), register < 16 ? 0x2e30 : 0x01000079, `register ${register}`);
    }
  });

  it('a bc1t in the delay slot of a taken bc1t replaces it; with bc1tl the first one counts (ee_fpu/branchdelay)', () => {
    for (const [mnemonic, result] of [
      ['bc1t', 4],
      ['bc1tl', 2],
    ] as const) {
      const set = (value: number) => [encode('addiu', { rt: 2, simm: value }), encode('j'), 0];
      const code = [4, 6, 8, 10].map((branch) => encode(mnemonic, { branch }));
      code.push(0, ...set(1), ...set(2), ...set(3), ...set(4), 0);
      const end = START + (code.length - 1) * 4;
      load(
        cpu,
        code.map((word) => (word === encode('j') ? (word | (end >>> 2)) >>> 0 : word)),
      );
      cpu.view.setUint32(FCR31_OFFSET, 0x01800001, true);
      cpu.setBreakpoint(end);
      assert.equal(cpu.run(100).kind, 'breakpoint');
      cpu.clearBreakpoint(end);
      assert.equal(cpu.gpr(2), result, mnemonic);
    }
  });

  describe('control registers of VU0 (vu0_macro/transfer)', () => {
    const recorded: Readonly<Record<number, number>> = {
      0: 0,
      1: 0xffff,
      16: 0xfc0,
      17: 0,
      18: 0xffffff,
      19: 0x2e30,
      20: 0x7fffff,
      21: 0xffffffff,
      22: 0xffffffff,
      23: 0,
      24: 0xc0c,
      25: 0,
      27: 0xffff,
      28: 0,
      29: 0,
    };
    for (const [register, value] of Object.entries(recorded))
      it(`all ones in vi${register} read as 0x${value.toString(16)}`, () => {
        load(cpu, [
          encode('ctc2', { rt: 2, vi: Number(register) }),
          encode('cfc2', { rt: 3, vi: Number(register) }),
        ]);
        cpu.setGpr(2, -1);
        assert.equal(cpu.run(2).kind, 'budget');
        assert.equal(cpu.gpr(3), value | 0);
      });
  });

  describe('Q (vu/lower/fdivdelay)', () => {
    const vdiv = (fs: number, ft: number) =>
      (encode('vdiv') | (fs << 11) | (ft << 16) | (3 << 21) | (3 << 23)) >>> 0;
    const vrsqrt = (ft: number) => (encode('vrsqrt') | (0 << 11) | (ft << 16) | (3 << 21) | (3 << 23)) >>> 0;
    const vsqrt = (ft: number) => (encode('vsqrt') | (ft << 16) | (3 << 23) | (1 << 21)) >>> 0;
    /** vmulq of vf0 by Q into each of vf1 …; w of them. */
    const multiply = (fd: number) => (encode('vmulq.dest') | (15 << 21) | (fd << 6)) >>> 0;
    const run = (...code: readonly number[]) => {
      load(cpu, code);
      cpu.words[VI + 22] = 0x3f800000;
      cpu.words[VF + 16 * 4 + 3] = 0x40800000; // 4
      cpu.words[VF + 17 * 4 + 3] = 0x41800000; // 16
      assert.equal(cpu.run(code.length).kind, 'budget');
      return (fd: number) => cpu.view.getUint32(VF_OFFSET + fd * 16 + 12, true);
    };
    const reads = (count: number) => Array.from({ length: count }, (_, i) => multiply(i + 1));

    it('keeps its value for six instructions after vdiv and vsqrt, for twelve after vrsqrt', () => {
      for (const [operation, latency, result] of [
        [vdiv(0, 16), 7, 0x3e800000],
        [vsqrt(16), 7, 0x40000000],
        [vrsqrt(16), 13, 0x3f000000],
      ] as const) {
        const w = run(operation, ...reads(14));
        for (let i = 1; i <= 14; i++) assert.equal(w(i), i < latency ? 0x3f800000 : result, `read ${i}`);
      }
    });

    it('has the result after vwaitq', () => {
      const w = run(multiply(1), vdiv(0, 16), encode('vwaitq'), multiply(2));
      assert.deepEqual([w(1), w(2)], [0x3f800000, 0x3e800000]);
    });

    it('takes the first result when a second operation begins', () => {
      const w = run(vdiv(0, 16), vdiv(0, 17), ...reads(14));
      for (let i = 1; i <= 14; i++) assert.equal(w(i), i < 7 ? 0x3e800000 : 0x3d800000, `read ${i}`);
    });

    it('and the flags of a division come with it', () => {
      run(
        vdiv(16, 20),
        encode('cfc2', { rt: 2, vi: 16 }),
        encode('vwaitq'),
        encode('cfc2', { rt: 3, vi: 16 }),
      );
      assert.deepEqual([cpu.gpr(2), cpu.gpr(3)], [0, 0x820]);
    });

    it('a result on its way is part of the saved state', () => {
      run(vdiv(0, 16), multiply(1));
      const other = machineWith([]);
      new Uint8Array(other.memory).set(new Uint8Array(cpu.memory));
      other.invalidate();
      [...reads(9)].forEach((word, i) => other.view.setUint32(0x10000 + other.pc + i * 4, word, true));
      assert.equal(other.run(9).kind, 'budget');
      const w = (fd: number) => other.view.getUint32(VF_OFFSET + fd * 16 + 12, true);
      // Read 1 of the first console was instruction 1; these are instructions 2 to 10.
      assert.deepEqual([1, 2, 3, 4, 5, 6, 7].map(w), [
        ...Array.from({ length: 5 }, () => 0x3f800000),
        0x3e800000,
        0x3e800000,
      ]);
    });
  });

  describe('performance counters (ee_cop0/performance)', () => {
    const mtps = (rt: number, number = 0) => encode('mtps', { rt, perf0: number });
    const mfps = (rt: number, number = 0) => encode('mfps', { rt, perf0: number });
    const mtpc = (rt: number, number: number) => encode('mtpc', { rt, perf: number });
    const mfpc = (rt: number, number: number) => encode('mfpc', { rt, perf: number });
    const run = (code: readonly number[], ...values: readonly number[]) => {
      load(cpu, code);
      values.forEach((value, i) => cpu.setGpr(2 + i, value | 0));
      assert.equal(cpu.run(code.length).kind, 'budget');
    };

    it('have a control register of certain bits, under every number; only number 0 writes it', () => {
      run([mtps(2), mfps(10), mtps(3), mtps(4, 15), mfps(11, 31)], 0x7fffffff, 0x8020, 0x80200);
      assert.deepEqual([cpu.gpr(10), cpu.gpr(11)], [0x000ffbfe, 0x8020]);
    });

    it('are counter 0 under even and counter 1 under odd numbers', () => {
      run([mtpc(2, 0), mtpc(3, 1), mfpc(10, 30), mfpc(11, 31)], 0x89abcdef, 0x01234567);
      assert.deepEqual([cpu.gpr(10), cpu.gpr(11)], [0x89abcdef | 0, 0x01234567]);
      run([mtpc(2, 30), mtpc(3, 31), mfpc(10, 0), mfpc(11, 1)], 4, 5);
      assert.deepEqual([cpu.gpr(10), cpu.gpr(11)], [4, 5]);
    });

    const on = 0x80000000;
    const all0 = 0x1e | (1 << 5);
    const all1 = 0x7800 | (1 << 15);
    for (const [what, control, counted] of [
      ['counter 0', all0, [true, false]],
      ['counter 1', all1, [false, true]],
      ['both counters', all0 | all1, [true, true]],
      ['no counter without modes', (1 << 5) | (1 << 15), [false, false]],
      ['counter 0 in user mode alone', 0x10 | (1 << 5), [true, false]],
      ['no counter of kernel mode in a program', 0x4 | (1 << 5), [false, false]],
    ] as const)
      it(`count cycles: ${what}`, () => {
        run([mtps(2), 0, 0, 0, mtps(0), mfpc(10, 0), mfpc(11, 1)], on | control);
        // From one mtps to the other: four instructions.
        assert.deepEqual(
          [cpu.gpr(10), cpu.gpr(11)],
          counted.map((yes) => (yes ? 4 : 0)),
        );
      });

    it('stop a program that counts what is not modelled', () => {
      load(cpu, [mtps(2)]);
      cpu.setGpr(2, on | 0x10 | (6 << 5));
      const stop = cpu.step();
      assert.ok(stop.kind === 'fault');
      assert.match(stop.message, /performance counter event 6 is not supported/);
    });
  });

  it('bc0t and its forms follow the DMA condition', () => {
    let done = false;
    const other = machineWith([], { ...emptyBus, dmaDone: () => done });
    for (const [mnemonic, when, likely] of [
      ['bc0t', true, false],
      ['bc0f', false, false],
      ['bc0tl', true, true],
      ['bc0fl', false, true],
    ] as const)
      for (const condition of [true, false]) {
        done = condition;
        load(other, [
          encode(mnemonic, { branch: 3 }),
          encode('addiu', { rt: 2, simm: 1 }),
          encode('addiu', { rt: 3, simm: 1 }),
          0,
          encode('addiu', { rt: 4, simm: 1 }),
        ]);
        assert.equal(other.run(3).kind, 'budget');
        const taken = condition === when;
        assert.equal(other.gpr(2), taken || !likely ? 1 : 0, `${mnemonic} slot`);
        assert.equal(other.gpr(3), taken ? 0 : 1, `${mnemonic} next`);
      }
  });

  it('bc2f is taken and bc2t is not: VU1 is always idle', () => {
    for (const [mnemonic, taken] of [
      ['bc2f', true],
      ['bc2t', false],
      ['bc2fl', true],
      ['bc2tl', false],
    ] as const) {
      load(cpu, [encode(mnemonic, { branch: 2 }), 0, encode('addiu', { rt: 3, simm: 1 }), 0]);
      assert.equal(cpu.run(3).kind, 'budget');
      assert.equal(cpu.gpr(3), taken ? 0 : 1, mnemonic);
    }
  });
});
