import assert from 'node:assert/strict';
import { Hardware } from './hardware';

const base = (index: number) => 0x10000000 + 0x800 * index;
const [COUNT, MODE, COMPARE, HOLD] = [0x00, 0x10, 0x20, 0x30] as const;
const [RETURN, ON, AT_COMPARE, AT_OVERFLOW] = [0x40, 0x80, 0x100, 0x200] as const;
const [COMPARE_FLAG, OVERFLOW_FLAG] = [0x400, 0x800] as const;
const INTC_STAT = 0x1000f000;
const INTC_MASK = 0x1000f010;
/** EE cycles of a bus cycle. */
const BUS = 2;

describe('timers', () => {
  let hardware: Hardware;
  beforeEach(async () => {
    hardware = await Hardware.create();
  });
  const read = (index: number, register: number) => hardware.read(base(index) + register);
  const write = (index: number, register: number, value: number) =>
    hardware.write(base(index) + register, value);
  const start = (index: number, mode: number, compare: number, count = 0) => {
    write(index, COMPARE, compare);
    write(index, COUNT, count);
    write(index, MODE, ON | mode | COMPARE_FLAG | OVERFLOW_FLAG);
  };
  const raised = (index: number) => ((hardware.read(INTC_STAT) ?? 0) & (1 << (9 + index))) !== 0;
  const acknowledge = (index: number) => hardware.write(INTC_STAT, 1 << (9 + index));

  // Clocks, bits and causes: EE User's Manual; PCSX2's Counters.cpp has the same.
  it('count the bus clock, its 16th and 256th, and scan lines', () => {
    for (const [clock, cycles] of [
      [0, 2],
      [1, 32],
      [2, 512],
      [3, 18_743],
    ] as const) {
      start(2, clock, 0);
      const phase = hardware.machine.now % cycles;
      hardware.pass(100 * cycles - phase);
      assert.equal(read(2, COUNT), 100, `clock ${clock}`);
      hardware.pass(cycles - 1);
      assert.equal(read(2, COUNT), 100);
      hardware.pass(1);
      assert.equal(read(2, COUNT), 101);
    }
  });

  it('count from the next tick of a divider that always runs (PCSX2)', () => {
    hardware.pass(500);
    start(0, 2, 0);
    hardware.pass(11);
    assert.equal(read(0, COUNT), 0);
    hardware.pass(1);
    assert.equal(read(0, COUNT), 1);
  });

  it('stand still while they are off, and go on from there', () => {
    start(1, 0, 0, 7);
    hardware.pass(10 * BUS);
    write(1, MODE, 0);
    hardware.pass(1000);
    assert.equal(read(1, COUNT), 17);
    write(1, MODE, ON);
    hardware.pass(3 * BUS);
    assert.equal(read(1, COUNT), 20);
  });

  it('set the flag of the compare value and interrupt once, until the flag is cleared', () => {
    start(0, AT_COMPARE, 100);
    hardware.pass(99 * BUS);
    assert.ok(!raised(0));
    hardware.pass(BUS);
    assert.ok(raised(0));
    assert.equal(read(0, COUNT), 100, 'it counts on');
    assert.equal(read(0, MODE), ON | AT_COMPARE | COMPARE_FLAG);
    acknowledge(0);
    hardware.pass(0x10000 * BUS);
    assert.ok(!raised(0), 'the flag was still set: there is no edge');
    write(0, MODE, ON | AT_COMPARE | COMPARE_FLAG);
    assert.equal(read(0, MODE), ON | AT_COMPARE);
    hardware.pass(0x10000 * BUS);
    assert.ok(raised(0));
  });

  it('set the flag of overflow, apart from that of the compare value', () => {
    start(3, AT_COMPARE | AT_OVERFLOW, 0x10, 0xfff0);
    hardware.pass(0x10 * BUS);
    assert.ok(raised(3));
    assert.equal(read(3, MODE), ON | AT_COMPARE | AT_OVERFLOW | OVERFLOW_FLAG);
    assert.equal(read(3, COUNT), 0);
    acknowledge(3);
    hardware.pass(0x10 * BUS);
    assert.ok(raised(3));
    assert.equal(read(3, MODE), ON | AT_COMPARE | AT_OVERFLOW | OVERFLOW_FLAG | COMPARE_FLAG);
  });

  it('set no flag without its interrupt (PCSX2)', () => {
    start(0, 0, 10);
    hardware.pass(0x20000 * BUS);
    assert.equal(read(0, MODE), ON);
    assert.ok(!raised(0));
  });

  it('return to zero at the compare value, with the flag of the compare value', () => {
    start(1, RETURN | AT_COMPARE | AT_OVERFLOW, 1000);
    hardware.pass(1000 * BUS);
    assert.equal(read(1, COUNT), 0);
    assert.equal(read(1, MODE), ON | RETURN | AT_COMPARE | AT_OVERFLOW | COMPARE_FLAG);
    hardware.pass(2500 * BUS);
    assert.equal(read(1, COUNT), 500);
    assert.equal((read(1, MODE) ?? 0) & OVERFLOW_FLAG, 0, 'it never overflows');
    // Above the compare value it must overflow first.
    write(1, COUNT, 0xfff0);
    hardware.pass((0x10 + 300) * BUS);
    assert.equal(read(1, COUNT), 300);
    assert.equal((read(1, MODE) ?? 0) & OVERFLOW_FLAG, OVERFLOW_FLAG);
  });

  it('interrupt again and again with return to zero, when each flag is cleared', () => {
    start(2, RETURN | AT_COMPARE, 50);
    for (let i = 0; i < 5; i++) {
      hardware.pass(50 * BUS);
      assert.ok(raised(2), `time ${i}`);
      acknowledge(2);
      write(2, MODE, ON | RETURN | AT_COMPARE | COMPARE_FLAG);
      assert.equal(read(2, COUNT), 0);
    }
  });

  it('a new compare value counts at once', () => {
    start(0, AT_COMPARE, 1000);
    hardware.pass(100 * BUS);
    write(0, COMPARE, 120);
    hardware.pass(20 * BUS);
    assert.ok(raised(0));
  });

  it('have a hold register in 0 and 1 only, and registers of 16 bits', () => {
    write(0, HOLD, 0x12345);
    assert.equal(read(0, HOLD), 0x2345);
    assert.equal(write(2, HOLD, 1), false);
    assert.equal(read(2, HOLD), undefined);
    write(2, COMPARE, 0x12345);
    assert.equal(read(2, COMPARE), 0x2345);
  });

  it('an interrupt that is enabled is the one of the timer: 9 to 12', () => {
    hardware.write(INTC_MASK, 1 << 12);
    start(3, AT_COMPARE, 1);
    hardware.pass(BUS);
    assert.equal(hardware.read(INTC_STAT), 1 << 12);
  });

  it('a gate stops the program with a sentence', () => {
    start(0, 0x4 | 0x8, 1);
    assert.match(
      hardware.fault ?? '',
      /starts timer 0 with a gate \(mode 140\), which the built-in console does/,
    );
  });
});
