import { eeCyclesPerSecond } from '../../disc/drive';
import { cancelEvents, schedule } from './events';
import { raiseIntc } from '../kernel/interrupts';
import type { Machine } from './machine';

/** One of the EE's four 16-bit timers. */
export interface Timer {
  /** Mode register without its flags: clock 0–1, reset at compare 6, count 7, interrupts 8 and 9. */
  mode: number;
  /** Flags "reached compare" (10) and "overflowed" (11). */
  flags: number;
  compare: number;
  hold: number;
  /** Count at `since`; while stopped the count itself. */
  base: number;
  since: number;
}

const clockMask = 0x3;
const resetAtCompare = 0x40;
const counting = 0x80;
const compareInterrupt = 0x100;
const overflowInterrupt = 0x200;
const compareFlag = 0x400;
const overflowFlag = 0x800;

/** EE cycles per count: bus clock, a sixteenth, a 256th, scan lines of NTSC. */
const divisors = [2, 32, 512, Math.round(eeCyclesPerSecond / 15734.26)] as const;

/** INTC cause of timer 0; the others follow. */
const firstCause = 9;

export const newTimer = (): Timer => ({ mode: 0, flags: 0, compare: 0, hold: 0, base: 0, since: 0 });

/** Registers of a timer by offset: 0 count, 0x10 mode, 0x20 compare, 0x30 hold. */
export function readTimer(machine: Machine, index: number, offset: number): number | undefined {
  const timer = machine.state.timers[index];
  if (timer === undefined) return undefined;
  switch (offset) {
    case 0x00:
      return countOf(timer, machine.now);
    case 0x10:
      return timer.mode | timer.flags;
    case 0x20:
      return timer.compare;
    case 0x30:
      return timer.hold;
    default:
      return undefined;
  }
}

/** Writing 1 to a flag clears it. False where there is no register. */
export function writeTimer(machine: Machine, index: number, offset: number, value: number): boolean {
  const timer = machine.state.timers[index];
  if (timer === undefined) return false;
  const now = machine.now;
  timer.base = countOf(timer, now);
  timer.since = now;
  if (offset === 0x00) timer.base = value & 0xffff;
  else if (offset === 0x10) {
    timer.mode = value & 0x3ff;
    timer.flags &= ~value;
  } else if (offset === 0x20) timer.compare = value & 0xffff;
  else if (offset === 0x30) timer.hold = value & 0xffff;
  else return false;
  planTimer(machine, index, timer);
  return true;
}

/** A timer has reached its compare value or wrapped around. */
export function timerEvent(machine: Machine, index: number): void {
  const timer = machine.state.timers[index];
  if (timer === undefined) return;
  const count = countOf(timer, machine.now);
  timer.base = count;
  timer.since = machine.now;
  const flag = count === timer.compare && (timer.mode & compareInterrupt) !== 0 ? compareFlag : overflowFlag;
  if (flag === compareFlag && (timer.mode & resetAtCompare) !== 0) timer.base = 0;
  // The interrupt comes with the edge of a flag: it must have been cleared since the last one.
  if ((timer.flags & flag) === 0) raiseIntc(machine, firstCause + index);
  timer.flags |= flag;
  planTimer(machine, index, timer);
}

function countOf(timer: Timer, now: number): number {
  if ((timer.mode & counting) === 0) return timer.base;
  const counts = timer.base + Math.floor((now - timer.since) / divisorOf(timer));
  const wrapsAtCompare =
    (timer.mode & resetAtCompare) !== 0 && timer.base <= timer.compare && timer.compare > 0;
  return counts % (wrapsAtCompare ? timer.compare : 0x10000);
}

const divisorOf = (timer: Timer) => divisors[(timer.mode & clockMask) as 0 | 1 | 2 | 3];

function planTimer(machine: Machine, index: number, timer: Timer): void {
  cancelEvents(machine.state, (action) => action.kind === 'timer' && action.index === index);
  if ((timer.mode & counting) === 0) return;
  const steps: number[] = [];
  if ((timer.mode & compareInterrupt) !== 0) steps.push(((timer.compare - timer.base - 1) & 0xffff) + 1);
  if ((timer.mode & overflowInterrupt) !== 0) steps.push(0x10000 - timer.base);
  if (steps.length === 0) return;
  const cycle = timer.since + Math.min(...steps) * divisorOf(timer);
  schedule(machine.state, cycle, { kind: 'timer', index });
  machine.interruptRun();
}
