import { eeCyclesPerSecond } from '../../disc/drive';
import { cancelEvents, schedule } from './events';
import { MachineFault } from './fault';
import { raiseIntc } from '../kernel/interrupts';
import type { Machine } from './machine';

/** One of the EE's four 16-bit timers. */
export interface Timer {
  /** Mode register without its flags: clock 0–1, gate 2–5, return to zero at compare 6, count 7, interrupts 8, 9. */
  mode: number;
  /** Flags "reached compare" (10) and "overflowed" (11). */
  flags: number;
  compare: number;
  hold: number;
  /** Count at `since`, which is a cycle at which the timer's clock ticks. */
  count: number;
  since: number;
}

const clockMask = 0x3;
const gated = 0x4;
const returnAtCompare = 0x40;
const counting = 0x80;
const compareInterrupt = 0x100;
const overflowInterrupt = 0x200;

/** EE cycles per count: bus clock, a sixteenth, a 256th, scan lines of NTSC. */
const divisors = [2, 32, 512, Math.round(eeCyclesPerSecond / 15734.26)] as const;

/** INTC cause of timer 0; the others follow. */
const firstCause = 9;
/** Timers 0 and 1 have a hold register. It takes the count when the SBUS interrupts, which never happens here. */
const timersWithHold = 2;

export const newTimer = (): Timer => ({ mode: 0, flags: 0, compare: 0, hold: 0, count: 0, since: 0 });

/** Registers of a timer by offset: 0 count, 0x10 mode, 0x20 compare, 0x30 hold. */
export function readTimer(machine: Machine, index: number, offset: number): number | undefined {
  const timer = machine.state.timers[index];
  if (timer === undefined) return undefined;
  advance(machine, index, timer);
  switch (offset) {
    case 0x00:
      return timer.count;
    case 0x10:
      return timer.mode | timer.flags;
    case 0x20:
      return timer.compare;
    case 0x30:
      return index < timersWithHold ? timer.hold : undefined;
    default:
      return undefined;
  }
}

/**
 * Writes a register of a timer; 1 clears a flag. False where there is no register.
 * @throws MachineFault when the program starts a timer with a gate
 */
export function writeTimer(machine: Machine, index: number, offset: number, value: number): boolean {
  const timer = machine.state.timers[index];
  if (timer === undefined) return false;
  advance(machine, index, timer);
  if (offset === 0x00) timer.count = value & 0xffff;
  else if (offset === 0x10) setMode(machine, index, timer, value);
  else if (offset === 0x20) timer.compare = value & 0xffff;
  else if (offset === 0x30 && index < timersWithHold) timer.hold = value & 0xffff;
  else return false;
  planTimer(machine, index, timer);
  return true;
}

function setMode(machine: Machine, index: number, timer: Timer, value: number): void {
  if ((value & counting) !== 0 && (value & gated) !== 0)
    throw new MachineFault(
      `The program starts timer ${index} with a gate (mode ${value & 0x3ff}), which the built-in console does not support.`,
    );
  timer.mode = value & 0x3ff;
  timer.flags &= ~value;
  // The dividers run all the time: a timer counts at their next tick, not a whole period after its start.
  timer.since = machine.now - (machine.now % divisorOf(timer));
}

/** A timer has reached its compare value or wrapped around. */
export function timerEvent(machine: Machine, index: number): void {
  const timer = machine.state.timers[index];
  if (timer === undefined) return;
  advance(machine, index, timer);
  planTimer(machine, index, timer);
}

const returnsAtCompare = ({ mode, compare }: Timer) => (mode & returnAtCompare) !== 0 && compare > 0;

/** Counts until the compare value is reached, and until the count overflows. */
function distances(timer: Timer): { readonly compare: number; readonly overflow: number } {
  const { count, compare } = timer;
  const overflow = 0x10000 - count;
  if (count >= compare) return { compare: overflow + compare, overflow };
  return { compare: compare - count, overflow: returnsAtCompare(timer) ? Infinity : overflow };
}

/** Brings count and flags up to now. The interrupt comes with the edge of a flag. */
function advance(machine: Machine, index: number, timer: Timer): void {
  if ((timer.mode & counting) === 0) return;
  const divisor = divisorOf(timer);
  const ticks = Math.floor((machine.now - timer.since) / divisor);
  if (ticks <= 0) return;
  timer.since += ticks * divisor;
  const { compare, overflow } = distances(timer);
  const reached = (ticks >= compare ? compareInterrupt : 0) | (ticks >= overflow ? overflowInterrupt : 0);
  // The flags are two bits above their enabling bits.
  const raised = ((timer.mode & reached) << 2) & ~timer.flags;
  timer.flags |= raised;
  if (raised !== 0) raiseIntc(machine, firstCause + index);
  if (!returnsAtCompare(timer)) timer.count = (timer.count + ticks) & 0xffff;
  else if (timer.count < timer.compare) timer.count = (timer.count + ticks) % timer.compare;
  else timer.count = ticks < overflow ? timer.count + ticks : (ticks - overflow) % timer.compare;
}

const divisorOf = (timer: Timer) => divisors[(timer.mode & clockMask) as 0 | 1 | 2 | 3];

/** Schedules the next edge of a flag. */
function planTimer(machine: Machine, index: number, timer: Timer): void {
  cancelEvents(machine.state, (action) => action.kind === 'timer' && action.index === index);
  if ((timer.mode & counting) === 0) return;
  const { compare, overflow } = distances(timer);
  const waits = (interrupt: number) =>
    (timer.mode & interrupt) !== 0 && (timer.flags & (interrupt << 2)) === 0;
  const ticks = Math.min(
    waits(compareInterrupt) ? compare : Infinity,
    waits(overflowInterrupt) ? overflow : Infinity,
  );
  if (ticks === Infinity) return;
  schedule(machine.state, timer.since + ticks * divisorOf(timer), { kind: 'timer', index });
  machine.interruptRun();
}
