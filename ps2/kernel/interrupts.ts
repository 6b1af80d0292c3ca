import { COP0 } from '../cpu/stateLayout';
import type { Machine } from '../machine/machine';
import type { HandlerCall, InterruptFrame } from './interruptState';
import { contextOf, makeReady, programStatus, reschedule, threadOf, useContext } from './scheduler';
import { interruptStack, trapAddresses } from './traps';

/** EXL: the CPU is in an exception and takes no interrupt. */
const exceptionLevel = 0x2;

/** Marks a DMAC channel as finished; its handlers run as soon as possible. */
export function raiseDmac(machine: Machine, channel: number): void {
  machine.state.dmacStatus |= 1 << channel;
  machine.interruptRun();
}

/** Marks an INTC cause as raised; its handlers run as soon as possible. */
export function raiseIntc(machine: Machine, cause: number): void {
  machine.state.intcStatus |= 1 << cause;
  machine.interruptRun();
}

/** Something waits for interrupts to be enabled. */
export function interruptPending(machine: Machine): boolean {
  const { state } = machine;
  return (
    (state.dmacStatus & state.dmacMask) !== 0 ||
    (state.intcStatus & state.intcMask) !== 0 ||
    state.alarms.some((alarm) => alarm.due)
  );
}

/**
 * Interrupts the running thread, or the idle state, when an interrupt is pending and the CPU accepts it. Only between
 * instructions. One interrupt at a time: handlers are not interrupted, as on the EE while EXL is set.
 */
export function deliverInterrupt(machine: Machine): void {
  const { state, cpu } = machine;
  if (state.interrupt !== null || !interruptPending(machine)) return;
  if (state.current !== 0 && (!cpu.interruptsEnabled || cpu.inDelaySlot)) return;
  const calls = takeCalls(machine);
  if (calls.length === 0) return;
  state.interrupt = {
    thread: state.current,
    context: state.current === 0 ? undefined : contextOf(machine),
    source: '',
    calls,
  };
  cpu.setCop0(COP0.status, (programStatus | exceptionLevel) >>> 0);
  nextCall(machine);
}

/** A handler has returned: the next one runs, or the interrupted thread or a more urgent one continues. */
export function interruptReturned(machine: Machine): void {
  const { state } = machine;
  const frame = state.interrupt;
  if (frame === null) return;
  endChain(machine, frame);
  if (nextCall(machine)) return;
  state.interrupt = null;
  const thread = threadOf(machine, frame.thread);
  if (thread?.phase !== 'running' || frame.context === undefined) {
    state.current = 0;
  } else if (thread.suspended) {
    // It was suspended by the handler.
    thread.context = frame.context;
    makeReady(machine, thread);
    state.current = 0;
  } else {
    useContext(machine, frame.context);
  }
  reschedule(machine);
  machine.interruptRun();
}

function takeCalls(machine: Machine): HandlerCall[] {
  const { state } = machine;
  const calls: HandlerCall[] = [];
  for (const controller of ['dmac', 'intc'] as const) {
    const mask = controller === 'dmac' ? state.dmacMask : state.intcMask;
    const status = controller === 'dmac' ? state.dmacStatus : state.intcStatus;
    if (controller === 'dmac') state.dmacStatus &= ~mask;
    else state.intcStatus &= ~mask;
    for (const handler of state.handlers) {
      if (handler.controller !== controller || !handler.enabled) continue;
      if (((status & mask) >>> handler.cause) & 1) {
        calls.push({
          source: `${controller} ${handler.cause}`,
          address: handler.address,
          gp: handler.gp,
          arguments: [handler.cause, handler.argument, 0],
        });
      }
    }
  }
  for (const alarm of state.alarms.filter(({ due }) => due)) {
    calls.push({
      source: `alarm ${alarm.id}`,
      address: alarm.address,
      gp: alarm.gp,
      arguments: [alarm.id, alarm.lines, alarm.argument],
    });
  }
  state.alarms = state.alarms.filter(({ due }) => !due);
  return calls;
}

/** Recorded on a console: a handler that returns a negative number ends the chain of its cause. */
function endChain(machine: Machine, frame: InterruptFrame): void {
  if (machine.cpu.gpr(2) < 0) frame.calls = frame.calls.filter(({ source }) => source !== frame.source);
}

/** Enters the next handler. False when there is none. */
function nextCall(machine: Machine): boolean {
  const { cpu, state } = machine;
  const call = state.interrupt?.calls.shift();
  if (call === undefined || state.interrupt === null) return false;
  state.interrupt.source = call.source;
  call.arguments.forEach((value, i) => cpu.setGpr(4 + i, value));
  cpu.setGpr(28, call.gp);
  cpu.setGpr(29, interruptStack);
  cpu.setGpr(31, trapAddresses.interruptReturn);
  cpu.pc = call.address;
  return true;
}
