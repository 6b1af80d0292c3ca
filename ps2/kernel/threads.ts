import { viewOf } from '../../common/littleEndian';
import { NEXT_PC_OFFSET, PC_OFFSET } from '../cpu/stateLayout';
import type { Machine } from '../machine/machine';
import {
  block,
  makeReady,
  programStatus,
  removeFromReady,
  endThread,
  runningThread,
  setReturnValue,
  threadOf,
  yieldRunning,
} from './scheduler';
import type { Thread, ThreadContext } from './threadState';
import { trapAddresses } from './traps';

/** Threads that the kernel can hold, the idle thread included. */
const maximumThreads = 256;
const lowestPriority = 127;

/** Registers of a thread at its first instruction. */
export function freshContext(
  machine: Machine,
  pc: number,
  sp: number,
  gp: number,
  ra: number,
  argument: number,
): ThreadContext {
  const registers = structuredClone(machine.blankRegisters);
  const { core } = registers;
  const view = viewOf(core);
  const values = { 4: argument, 28: gp, 29: sp, 30: sp, 31: ra };
  for (const [register, value] of Object.entries(values)) {
    view.setInt32(Number(register) * 16, value, true);
    view.setInt32(Number(register) * 16 + 4, value >> 31, true);
  }
  view.setUint32(PC_OFFSET, pc, true);
  view.setUint32(NEXT_PC_OFFSET, pc + 4, true);
  return { registers, status: programStatus };
}

/** Adds a thread that has not been started. @returns undefined when the kernel has no room for another. */
export function addThread(
  machine: Machine,
  fields: Pick<Thread, 'entry' | 'stack' | 'stackBytes' | 'gp' | 'priority' | 'attributes' | 'option'>,
): Thread | undefined {
  const { state } = machine;
  if (state.threads.size >= maximumThreads - 1) return undefined;
  const thread: Thread = {
    ...fields,
    id: state.nextThreadId++,
    initialPriority: fields.priority,
    phase: 'dormant',
    wait: 'none',
    waitId: 0,
    suspended: false,
    wakeups: 0,
    context: undefined,
  };
  state.threads.set(thread.id, thread);
  return thread;
}

/** The structure of ps2sdk's ee_thread_t: status, func, stack, stack_size, gp_reg, initial_priority, …, attr, option. */
export function createThread(machine: Machine, parameters: number): number {
  const { memory } = machine;
  const word = (at: number) => memory.u32(parameters + at, 'CreateThread');
  const priority = word(0x14);
  if (priority > lowestPriority) return -1;
  const thread = addThread(machine, {
    entry: word(0x04),
    stack: word(0x08),
    stackBytes: word(0x0c),
    gp: word(0x10),
    priority,
    attributes: word(0x1c),
    option: word(0x20),
  });
  return thread?.id ?? -1;
}

export function deleteThread(machine: Machine, id: number): number {
  const thread = threadOf(machine, id);
  if (thread?.phase !== 'dormant') return -1;
  machine.state.threads.delete(id);
  return id;
}

export function startThread(machine: Machine, id: number, argument: number): number {
  const thread = threadOf(machine, id);
  if (thread?.phase !== 'dormant') return -1;
  // The kernel keeps a frame for the thread at the top of its stack.
  const sp = (thread.stack + thread.stackBytes - 0x2a0) & ~15;
  const ra = machine.state.rootFunction || trapAddresses.exitThread;
  thread.priority = thread.initialPriority;
  thread.wakeups = 0;
  thread.context = freshContext(machine, thread.entry, sp, thread.gp, ra, argument);
  makeReady(machine, thread);
  return id;
}

export function exitThread(machine: Machine, andDelete: boolean): undefined {
  const thread = runningThread(machine, andDelete ? 'ExitDeleteThread' : 'ExitThread');
  if (andDelete) machine.state.threads.delete(thread.id);
  endThread(machine, thread, 'dormant');
}

export function terminateThread(machine: Machine, id: number): number {
  const thread = threadOf(machine, id);
  if (thread === undefined || thread.phase === 'dormant' || thread.phase === 'running') return -1;
  stopWaiting(machine, thread);
  removeFromReady(machine, thread);
  thread.phase = 'dormant';
  thread.suspended = false;
  thread.context = undefined;
  return id;
}

export function sleepThread(machine: Machine): undefined {
  const thread = runningThread(machine, 'SleepThread');
  machine.cpu.setGpr(2, thread.id);
  if (thread.wakeups > 0) thread.wakeups--;
  else block(machine, thread, 'sleep', 0);
}

export function wakeupThread(machine: Machine, id: number): number {
  const thread = threadOf(machine, id);
  if (thread === undefined || thread.phase === 'dormant') return -1;
  if (thread.phase === 'waiting' && thread.wait === 'sleep') makeReady(machine, thread);
  else thread.wakeups++;
  return id;
}

/** @returns how many wake-ups were taken back. */
export function cancelWakeups(machine: Machine, id: number): number {
  const thread = threadOf(machine, id);
  if (thread === undefined) return -1;
  const count = thread.wakeups;
  thread.wakeups = 0;
  return count;
}

/** Ends the wait of a thread with the result -1. */
export function releaseWait(machine: Machine, id: number): number {
  const thread = threadOf(machine, id);
  if (thread?.phase !== 'waiting') return -1;
  stopWaiting(machine, thread);
  setReturnValue(thread, -1);
  makeReady(machine, thread);
  return id;
}

/** @returns the former priority. `id` 0: the running thread. */
export function changePriority(machine: Machine, id: number, priority: number): number {
  const thread = threadOf(machine, id === 0 ? machine.state.current : id);
  if (thread === undefined || thread.phase === 'dormant' || priority < 0 || priority > lowestPriority)
    return -1;
  const former = thread.priority;
  thread.priority = priority;
  if (thread.phase === 'ready' && !thread.suspended) {
    removeFromReady(machine, thread);
    makeReady(machine, thread);
  }
  return former;
}

/** @returns undefined when the running thread was rotated and $v0 is set. */
export function rotateReadyQueue(machine: Machine, priority: number): number | undefined {
  const { state, cpu } = machine;
  if (priority < 0 || priority > lowestPriority) return -1;
  if (state.interrupt === null && threadOf(machine, state.current)?.priority === priority) {
    cpu.setGpr(2, priority);
    yieldRunning(machine);
    return undefined;
  }
  const first = state.ready
    .map((id) => threadOf(machine, id))
    .find((thread) => thread?.priority === priority);
  if (first) {
    removeFromReady(machine, first);
    makeReady(machine, first);
  }
  return priority;
}

/** @returns undefined when the running thread suspended itself and $v0 is set. */
export function suspendThread(machine: Machine, id: number): number | undefined {
  const thread = threadOf(machine, id);
  if (thread === undefined || thread.phase === 'dormant' || thread.suspended) return -1;
  thread.suspended = true;
  removeFromReady(machine, thread);
  if (thread.phase !== 'running' || machine.state.interrupt !== null) return id;
  machine.cpu.setGpr(2, id);
  endThread(machine, thread, 'ready');
  return undefined;
}

export function resumeThread(machine: Machine, id: number): number {
  const thread = threadOf(machine, id);
  if (!thread?.suspended) return -1;
  thread.suspended = false;
  if (thread.phase === 'ready') makeReady(machine, thread);
  return id;
}

/** Fills ps2sdk's ee_thread_status_t when `parameters` is not 0. @returns the status bits (THS_…). */
export function referThread(machine: Machine, id: number, parameters: number): number {
  const thread = threadOf(machine, id === 0 ? machine.state.current : id);
  if (thread === undefined) return -1;
  const status = statusBits(thread);
  const values = [
    status,
    thread.entry,
    thread.stack,
    thread.stackBytes,
    thread.gp,
    thread.initialPriority,
    thread.priority,
    thread.attributes,
    thread.option,
    { none: 0, sleep: 1, semaphore: 2 }[thread.wait],
    thread.wait === 'semaphore' ? thread.waitId : 0,
    thread.wakeups,
  ];
  if (parameters !== 0)
    values.forEach((value, i) => machine.memory.setU32(parameters + 4 * i, value, 'ReferThreadStatus'));
  return status;
}

function statusBits(thread: Thread): number {
  if (thread.phase === 'dormant') return 0x10;
  if (thread.phase === 'waiting') return thread.suspended ? 0x0c : 0x04;
  if (thread.suspended) return 0x08;
  return thread.phase === 'running' ? 0x01 : 0x02;
}

function stopWaiting(machine: Machine, thread: Thread): void {
  if (thread.wait === 'semaphore') {
    const semaphore = machine.state.semaphores.get(thread.waitId);
    if (semaphore) semaphore.waiting = semaphore.waiting.filter((id) => id !== thread.id);
  }
  thread.wait = 'none';
}
