import { eeCyclesPerSecond } from '../../disc/drive';
import { schedule } from './events';
import { raiseIntc } from '../kernel/interrupts';
import type { Machine } from './machine';

/** INTC causes: the picture has ended, the next one begins. */
const startCause = 2;
const endCause = 3;

const fieldCycles = Math.round(eeCyclesPerSecond / 59.94);
/** 22 of 262.5 lines. */
const blankCycles = Math.round((fieldCycles * 22) / 262.5);

/** There is no picture, so blanking happens only while a program has a handler for it. */
export function watchVblank(machine: Machine): void {
  const { state } = machine;
  const listened = (state.intcMask & ((1 << startCause) | (1 << endCause))) !== 0;
  if (!listened || state.events.some(({ action }) => action.kind === 'vblank')) return;
  const next = (Math.floor(machine.now / fieldCycles) + 1) * fieldCycles;
  schedule(state, next, { kind: 'vblank', start: true });
}

export function vblankEvent(machine: Machine, start: boolean): void {
  raiseIntc(machine, start ? startCause : endCause);
  if (start) schedule(machine.state, machine.now + blankCycles, { kind: 'vblank', start: false });
  else watchVblank(machine);
}
