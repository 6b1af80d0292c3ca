import assert from 'node:assert/strict';
import { isModelled, timings, type ModelledTiming } from '../../common/timing';
import { newClock } from '../../ps2/clock/clockState';
import { clockConstants, constantsOf } from '../../ps2/clock/constants';
import { InstructionClock } from '../../ps2/clock/instructionClock';
import type { BusUse } from '../../ps2/clock/memoryClock';
import { Cpu } from '../../ps2/cpu/cpu';
import { createMemory } from '../../ps2/cpu/stateLayout';
import { emptyBus, encode, encodeMemory, load as loadCode, START } from './cpu/machine';
import { Hardware } from './hardware';

const modelled = timings.filter(isModelled);
const nop = 0;
const r = (mnemonic: string, rd: number, rs: number, rt: number) => encode(mnemonic, { rd, rs, rt });
const load = (mnemonic: string, register: number, offset: number, base = 4) =>
  encodeMemory(mnemonic, register, base, offset);
const quietBus: BusUse = { freeAt: 0, slicePeriod: 40, isStealing: false };

const shared = new Cpu(createMemory(), emptyBus);
/** It stops there: behind the code. */
let end: number | undefined;

/** The processor, to run `code` by a new clock. */
function clocked(code: readonly number[], timing: ModelledTiming = 'central', bus = quietBus): Cpu {
  const cpu = shared;
  if (end !== undefined) cpu.clearBreakpoint(end);
  end = START + code.length * 4;
  loadCode(cpu, code);
  cpu.clock = new InstructionClock(newClock(timing, constantsOf(timing), 0), cpu.words, () => bus);
  cpu.setBreakpoint(end);
  return cpu;
}

/**
 * Cycles of `code` with its instructions in the cache, up to the start of a load after it.
 * @param base of register 4 in the counted run
 */
function cyclesOf(
  code: readonly number[],
  { timing = 'central', base = 0x00200000 }: { timing?: ModelledTiming; base?: number } = {},
): number {
  const cpu = clocked([...code, load('lw', 13, 0, 3)], timing);
  const run = (address: number): number => {
    cpu.setGpr(3, 0x70000000);
    cpu.setGpr(4, address);
    cpu.pc = START;
    cpu.skip(1000);
    const start = cpu.cycles;
    assert.equal(cpu.run(10_000_000).kind, 'breakpoint');
    return cpu.cycles - start;
  };
  run(0x70000000);
  return run(base);
}

const times = (count: number, ...code: number[]): number[] =>
  Array.from({ length: count }, () => code).flat();

/** Cycles of each turn of repeated instructions. */
const each = (code: readonly number[], options?: Parameters<typeof cyclesOf>[1]): number =>
  (cyclesOf(times(64, ...code), options) - cyclesOf(times(32, ...code), options)) / 32;

describe('the modelled clock', () => {
  it('starts two instructions a cycle, but not two of one pipe', () => {
    assert.equal(each([r('addu', 8, 9, 10), r('addu', 11, 9, 10)]), 1);
    assert.equal(each([r('paddw', 8, 9, 10), load('lq', 11, 0)]), 1, 'MMI and lq');
    assert.equal(each([r('paddw', 8, 9, 10), r('addu', 11, 9, 10)]), 2, 'MMI and addu');
    assert.equal(each([load('lw', 8, 0), load('lw', 9, 0)], { base: 0x70000000 }), 2);
    assert.equal(each([r('addu', 8, 8, 9), r('addu', 8, 8, 9)]), 2, 'a reader with its writer');
    // What cannot start with the instruction before it starts with the one after it.
    assert.equal(each([r('addu', 8, 9, 10), load('lw', 11, 0), load('lw', 12, 0), r('addu', 13, 9, 10)]), 2);
  });

  it('waits for results as long as the public tables say', () => {
    assert.equal(each([r('mult', 8, 8, 9)]), 4, 'a dependent mult');
    assert.equal(each([r('mult', 8, 9, 10)]), 2, 'independent mults');
    assert.equal(each([encode('div', { rs: 9, rt: 10 })]), 37);
    assert.equal(each([encode('add.s', { fd: 1, fs: 1, ft: 2 })]), 4);
    assert.equal(each([encode('add.s', { fd: 1, fs: 2, ft: 3 })]), 1);
    assert.equal(each([encode('div.s', { fd: 1, fs: 1, ft: 2 })]), 8);
    assert.equal(each([encode('div.s', { fd: 1, fs: 2, ft: 3 })]), 7);
    assert.equal(each([encode('rsqrt.s', { fd: 1, fs: 1, ft: 2 })]), 14);
    assert.equal(each([encode('rsqrt.s', { fd: 1, fs: 2, ft: 3 })]), 13);
    assert.equal(each([load('lw', 8, 0), r('addu', 4, 4, 8)], { base: 0x70000000 }), 3, 'load, use, load');
    const vadd = encode('vadd.dest', { vfd: 1, vfs: 1, vft: 2 }) | (8 << 21);
    assert.equal(each([vadd]), 4, 'VU0: 3 stalls between a result and its use');
    assert.equal(each([encode('vadd.dest', { vfd: 1, vfs: 2, vft: 3 }) | (8 << 21)]), 1);
    const other = encode('vadd.dest', { vfd: 1, vfs: 2, vft: 3 }) | (4 << 21);
    assert.equal(each([vadd, other]), 4, 'another component is no hazard');
    const divide = encode('vdiv', {}) | (2 << 11) | (3 << 16);
    assert.equal(each([divide, encode('vwaitq')]), 8, 'vwaitq ends 7 cycles after vdiv');
  });

  it('spends 0.25 cycles a multiply-add where a kernel pairs everything', () => {
    // 16 weights: two unpackings, two multiply-adds of 8, three loads and a free slot (ee-speed: 4 cycles).
    const step = [
      ...[r('pextlb', 8, 0, 9), load('lq', 9, 16), r('pmaddh', 0, 10, 11), load('lq', 12, 32)],
      ...[r('pextub', 10, 0, 9), load('lq', 11, 48), r('pmaddh', 0, 8, 12), nop],
    ];
    const spent = (timing: ModelledTiming) => each(step, { timing, base: 0x70000000 }) / 16;
    // A load's result needs two cycles: the unpacking of the new weights comes one too early.
    assert.ok(spent('central') >= 0.25 && spent('central') <= 0.3125, `${spent('central')}`);
    assert.ok(spent('strict') >= 0.5, 'a multiply-add waits for the last one');
    const alone = (timing: ModelledTiming) => each([r('pmaddh', 0, 10, 11)], { timing });
    assert.deepEqual([alone('central'), alone('strict')], [2, 4]);
    const mixed = [r('pmaddh', 0, 10, 11), r('pextlb', 8, 0, 9)];
    assert.deepEqual([each(mixed), each(mixed, { timing: 'strict' })], [2, 4]);
  });

  it('has the misses and the uncached accesses of the public tests', () => {
    const stride = Array.from({ length: 128 }, (_, line) => load('lw', 8, line * 64));
    assert.equal((cyclesOf(stride) - cyclesOf(stride.slice(0, 64))) / 64, 43, '64 bytes apart');
    assert.equal(each([load('lw', 8, 0)], { base: 0x20200000 }), 35, 'uncached');
    assert.equal(each([load('lw', 8, 0)], { base: 0x70000000 }), 1, 'scratchpad');
    assert.equal(cyclesOf(times(100, load('lw', 8, 0))), 43 + 99);
    assert.equal(
      each([load('sw', 8, 0)], { base: 0x20200000 }),
      8,
      'uncached stores, when the buffer is full',
    );
    assert.equal(cyclesOf(times(8, load('sw', 8, 0)), { base: 0x20200000 }), 8, 'it hides eight');
    const quads = Array.from({ length: 64 }, (_, quad) => load('lq', 8, quad * 16));
    assert.equal(
      cyclesOf(quads, { base: 0x30200000 }),
      8 * 49 + 8 * 7,
      '1 KB through the accelerated buffer',
    );
    const changed = [...Array.from({ length: 64 }, (_, line) => load('sw', 8, line * 64))];
    const twice = [...changed, ...Array.from({ length: 64 }, (_, line) => load('lw', 8, 0x1000 + line * 64))];
    const thrice = [...twice, ...Array.from({ length: 64 }, (_, line) => load('lw', 8, 0x2000 + line * 64))];
    assert.equal(cyclesOf(thrice) - cyclesOf(twice), 64 * (43 + 8), 'changed lines leave first');
  });

  it('fetches a line of instructions in 40 cycles', () => {
    const code = times(16 * 64, nop);
    const cpu = clocked(code);
    cpu.run(1_000_000);
    assert.equal(cpu.cycles + 1, 64 * (40 + 8) + 1);
  });

  it('hides a prefetch behind other work, one miss at a time', () => {
    const pref = (line: number) => encodeMemory('pref', 0, 4, line * 64);
    const work = times(100, r('addu', 8, 8, 9));
    assert.equal(cyclesOf([pref(0), ...work, load('lw', 10, 0)]), cyclesOf([nop, ...work, nop]));
    assert.equal(cyclesOf([pref(0), pref(1), load('lw', 10, 64)]), 86);
  });

  it('does not pair a branch with its delay slot, and predicts it', () => {
    const branch = encode('bne', { rs: 5, rt: 0, branch: -3 });
    const count = r('addu', 5, 5, 6);
    const turns = (n: number) => {
      const cpu = clocked([count, nop, branch, nop]);
      cpu.setGpr(5, n);
      cpu.setGpr(6, -1);
      assert.equal(cpu.run(1_000_000).kind, 'breakpoint');
      return cpu.cycles;
    };
    // The first turn and the end are predicted wrong, every other turn costs the same.
    assert.equal(turns(300) - turns(200), 2 * 100);
  });

  it("runs ps2sdk's nopdelay at about its 4.8 cycles a turn", () => {
    const cpu = clocked([
      ...times(5, nop),
      encode('addiu', { rs: 5, rt: 5, simm: -1 }),
      encode('bne', { rs: 5, rt: 0, branch: -7 }),
      nop,
    ]);
    cpu.setGpr(5, 10_000);
    assert.equal(cpu.run(1_000_000).kind, 'breakpoint');
    const turn = cpu.cycles / 10_000;
    assert.ok(turn >= 4 && turn <= 5.5, `${turn}`);
  });

  it('makes a miss wait for DMA: never, for a slice, for the burst', () => {
    const wait = (timing: ModelledTiming) => {
      const cpu = clocked([load('lw', 8, 0x1000), load('lw', 8, 0)], timing, {
        freeAt: 1000 + 48 * 40,
        slicePeriod: 48,
        isStealing: false,
      });
      cpu.setGpr(4, 0x200000);
      cpu.run(10_000);
      return cpu.cycles;
    };
    assert.ok(wait('optimistic') < wait('central') && wait('central') < wait('strict'));
    assert.ok(wait('strict') > 1000 + 48 * 40);
  });

  it('moves 16 KB to the scratchpad in 5,120 cycles at 40 % of the peak of the bus', async () => {
    for (const timing of modelled) {
      const hardware = await Hardware.create({ timing });
      for (const [register, value] of [
        [0x10, 0x200000],
        [0x20, 1024],
        [0x80, 0],
        [0, 0x100],
      ] as const)
        hardware.write(0x1000d400 + register, value);
      const cycles = 128 * clockConstants.dmaSlice[timing];
      hardware.pass(cycles - 1);
      assert.equal((hardware.read(0x1000d400) ?? 0) & 0x100, 0x100);
      hardware.pass(1);
      assert.equal((hardware.read(0x1000d400) ?? 0) & 0x100, 0);
      if (timing === 'central') assert.equal(cycles, 5120);
    }
  });

  it('counts cycles and instructions apart', () => {
    const cpu = clocked(times(64, nop));
    cpu.run(10_000);
    assert.equal(cpu.instructions, 64);
    assert.equal(cpu.cycles, 4 * 40 + 32);
    cpu.skip(100);
    assert.equal(cpu.instructions, 64);
  });

  it('orders its timings: what is assumed is never worse in optimistic, nor better in strict', () => {
    for (const [name, row] of Object.entries(clockConstants)) {
      assert.ok(row.optimistic <= row.central && row.central <= row.strict, name);
      assert.ok(row.source.length > 5 && row.meaning.length > 5, name);
      if (row.certainty === 'console') assert.equal(row.optimistic, row.strict, name);
    }
  });
});
