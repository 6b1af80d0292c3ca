import { interruptsAtVsync, vsync } from '../gs/privileged';
import { blankCycles, fieldAt, startOfField } from '../gs/video';
import { padVblank } from '../iop/padPolling';
import { isPadOpen } from '../iop/padState';
import { raiseIntc } from '../kernel/interrupts';
import { schedule } from './events';
import type { Machine } from './machine';

/** INTC causes: the GS; the picture has ended; the next one begins. */
const gsCause = 0;
const startCause = 2;
const endCause = 3;

/** Whether a vertical blank can interrupt the program. */
export function isVblankHeard(machine: Machine): boolean {
  const { intcMask } = machine.state;
  if ((intcMask & ((1 << startCause) | (1 << endCause))) !== 0) return true;
  return (intcMask & (1 << gsCause)) !== 0 && interruptsAtVsync(machine);
}

/** Fields follow from the time, so blanks are events only while something happens at them. */
export function watchVblank(machine: Machine): void {
  const { state, now } = machine;
  if (!isVblankHeard(machine) && !isPadOpen(state.iop.pad)) return;
  if (state.events.some(({ action }) => action.kind === 'vblank')) return;
  const field = fieldAt(state.video, now);
  state.video.seenStart = state.video.seenEnd = field;
  const next = startOfField(state.video, field + 1);
  schedule(state, next, { kind: 'vblank', start: true });
  machine.interruptRun();
}

/** Adds blanks that were no events to I_STAT, for programs that look there. */
export function settleVblank(machine: Machine): void {
  const { state, now } = machine;
  const { video } = state;
  if (state.events.some(({ action }) => action.kind === 'vblank')) return;
  const field = fieldAt(video, now);
  const ended = now >= startOfField(video, field) + blankCycles(video) ? field : field - 1;
  if (field > video.seenStart) state.intcStatus |= 1 << startCause;
  if (ended > video.seenEnd) state.intcStatus |= 1 << endCause;
  video.seenStart = field;
  video.seenEnd = ended;
}

export function vblankEvent(machine: Machine, start: boolean): void {
  const { state, now } = machine;
  raiseIntc(machine, start ? startCause : endCause);
  if (!start) {
    state.video.seenEnd = fieldAt(state.video, now);
    watchVblank(machine);
    return;
  }
  state.video.seenStart = fieldAt(state.video, now);
  vsync(machine);
  padVblank(machine);
  schedule(state, now + blankCycles(state.video), { kind: 'vblank', start: false });
}
