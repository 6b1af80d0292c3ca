import { viewOf } from '../../common/littleEndian';
import { loadContext, saveContext } from '../cpu/context';
import { COP0 } from '../cpu/stateLayout';
import { MachineFault } from '../machine/fault';
import type { Machine } from '../machine/machine';
import type { Thread, ThreadContext } from './threadState';
import { trapAddresses } from './traps';

/** COP0 Status of a program: coprocessors 0–2 usable, interrupts on (IE, EIE, IM), as the BIOS starts one. */
export const programStatus = 0x70030c11;

export function threadOf(machine: Machine, id: number): Thread | undefined {
  return machine.state.threads.get(id);
}

/** The running thread. @throws MachineFault in an interrupt handler. */
export function runningThread(machine: Machine, call: string): Thread {
  const thread = machine.state.threads.get(machine.state.current);
  if (thread === undefined || machine.state.interrupt !== null) {
    throw new MachineFault(
      `${call} was called in an interrupt handler; use the variant with the prefix "i".`,
    );
  }
  return thread;
}

export function contextOf(machine: Machine): ThreadContext {
  return { registers: saveContext(machine.cpu.memory), status: machine.cpu.cop0(COP0.status) };
}

export function useContext(machine: Machine, context: ThreadContext): void {
  loadContext(machine.cpu.memory, context.registers);
  machine.cpu.setCop0(COP0.status, context.status);
}

/** Sets what the call that a waiting thread is in returns ($v0). */
export function setReturnValue(thread: Thread, value: number): void {
  if (thread.context === undefined) return;
  const { core } = thread.context.registers;
  const view = viewOf(core);
  view.setInt32(2 * 16, value, true);
  view.setInt32(2 * 16 + 4, value >> 31, true);
}

/** Queues a thread after those of its priority, or before them if it was preempted. */
export function makeReady(machine: Machine, thread: Thread, atFront = false): void {
  thread.phase = 'ready';
  thread.wait = 'none';
  if (thread.suspended) return;
  const { ready } = machine.state;
  const before = (other: number) => {
    const priority = threadOf(machine, other)?.priority ?? 0;
    return atFront ? priority >= thread.priority : priority > thread.priority;
  };
  const at = ready.findIndex(before);
  ready.splice(at < 0 ? ready.length : at, 0, thread.id);
}

export function removeFromReady(machine: Machine, thread: Thread): void {
  machine.state.ready = machine.state.ready.filter((id) => id !== thread.id);
}

/** Takes the CPU from the running thread, whose registers are saved; the caller sets its new state. */
function leave(machine: Machine, thread: Thread): void {
  thread.context = contextOf(machine);
  machine.state.current = 0;
}

/** The running thread waits; another one runs, or none. */
export function block(machine: Machine, thread: Thread, wait: 'sleep' | 'semaphore', waitId: number): void {
  leave(machine, thread);
  thread.phase = 'waiting';
  thread.wait = wait;
  thread.waitId = waitId;
  dispatch(machine);
}

/** Gives the CPU to the first ready thread when none runs. */
export function dispatch(machine: Machine): void {
  if (machine.state.current !== 0) return;
  const next = machine.state.ready.shift();
  const thread = next === undefined ? undefined : threadOf(machine, next);
  if (thread?.context === undefined) {
    // No thread runs: time continues in the machine's loop.
    machine.cpu.pc = trapAddresses.idle;
    machine.interruptRun();
    return;
  }
  machine.state.current = thread.id;
  thread.phase = 'running';
  useContext(machine, thread.context);
  thread.context = undefined;
  machine.interruptRun(); // Interrupts may be enabled in this thread.
}

/** Switches to a more urgent ready thread. Inside an interrupt this happens at its end. */
export function reschedule(machine: Machine): void {
  const { state } = machine;
  if (state.interrupt !== null) return;
  const running = threadOf(machine, state.current);
  if (running !== undefined) {
    const first = state.ready[0];
    const urgent = first === undefined ? undefined : threadOf(machine, first);
    if (urgent === undefined || urgent.priority >= running.priority) return;
    leave(machine, running);
    makeReady(machine, running, true);
  }
  dispatch(machine);
}

/** Moves the running thread after the others of its priority. */
export function yieldRunning(machine: Machine): void {
  const running = threadOf(machine, machine.state.current);
  if (running === undefined || machine.state.interrupt !== null) return;
  leave(machine, running);
  makeReady(machine, running);
  dispatch(machine);
}

/** Ends the running thread for good, or until it is started again or resumed. */
export function endThread(machine: Machine, thread: Thread, phase: 'dormant' | 'ready'): void {
  if (phase === 'dormant') machine.state.current = 0;
  else leave(machine, thread);
  thread.phase = phase;
  dispatch(machine);
}
