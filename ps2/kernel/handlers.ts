import { cyclesOfMs } from '../../disc/drive';
import { cancelEvents, schedule } from '../machine/events';
import type { Machine } from '../machine/machine';
import type { Handler } from './interruptState';

/** Milliseconds of a scan line of NTSC, the unit of SetAlarm. */
const lineMs = 1000 / 15734.26;

/**
 * AddDmacHandler, AddIntcHandler and their forms with an argument.
 * @param next 0: before all others of this cause; -1: after them; else before the handler with that id
 * @returns the handler's id
 */
export function addHandler(
  machine: Machine,
  controller: Handler['controller'],
  cause: number,
  address: number,
  next: number,
  argument: number,
): number {
  const { state, cpu } = machine;
  if (cause < 0 || cause > 15) return -1;
  const id = state.nextHandlerId++;
  const handler = { id, controller, cause, address, argument, gp: cpu.gpr(28), enabled: true };
  const at = next === 0 ? 0 : state.handlers.findIndex((other) => other.id === next);
  if (at < 0) state.handlers.push(handler);
  else state.handlers.splice(at, 0, handler);
  return id;
}

/** @returns how many handlers of the cause are left, -1 when the handler does not exist. */
export function removeHandler(
  machine: Machine,
  controller: Handler['controller'],
  cause: number,
  id: number,
): number {
  const { state } = machine;
  const same = (handler: Handler) => handler.controller === controller && handler.cause === cause;
  if (!state.handlers.some((handler) => same(handler) && handler.id === id)) return -1;
  state.handlers = state.handlers.filter((handler) => handler.id !== id);
  return state.handlers.filter(same).length;
}

/** Enables or disables one cause of a controller. @returns 1 if that is a change, else 0. */
export function setMask(
  machine: Machine,
  controller: Handler['controller'],
  cause: number,
  on: boolean,
): number {
  const { state } = machine;
  const field = controller === 'dmac' ? 'dmacMask' : 'intcMask';
  const bit = 1 << (cause & 15);
  const was = (state[field] & bit) !== 0;
  if (was === on) return 0;
  state[field] ^= bit;
  machine.interruptRun();
  return 1;
}

/** Enables or disables a single handler (EnableDmacHandler …). */
export function setHandlerEnabled(machine: Machine, id: number, on: boolean): number {
  const handler = machine.state.handlers.find((other) => other.id === id);
  if (handler === undefined) return -1;
  handler.enabled = on;
  return 0;
}

/** Calls a function of the program once, after this many scan lines. @returns the alarm's id. */
export function setAlarm(machine: Machine, lines: number, address: number, argument: number): number {
  const { state, cpu } = machine;
  const id = state.nextAlarmId++;
  state.alarms.push({ id, address, lines: lines & 0xffff, argument, gp: cpu.gpr(28), due: false });
  schedule(state, machine.now + cyclesOfMs((lines & 0xffff) * lineMs), { kind: 'alarm', id });
  machine.interruptRun();
  return id;
}

export function releaseAlarm(machine: Machine, id: number): number {
  const { state } = machine;
  if (!state.alarms.some((alarm) => alarm.id === id)) return -1;
  state.alarms = state.alarms.filter((alarm) => alarm.id !== id);
  cancelEvents(state, (action) => action.kind === 'alarm' && action.id === id);
  return id;
}

/** An alarm is due. */
export function alarmDue(machine: Machine, id: number): void {
  const alarm = machine.state.alarms.find((other) => other.id === id);
  if (alarm) alarm.due = true;
}
