import type { Machine } from '../machine/machine';
import { block, makeReady, runningThread, setReturnValue, threadOf } from './scheduler';

const maximumSemaphores = 256;

/** ps2sdk's ee_sema_t: count, max_count, init_count, wait_threads, attr, option. */
export function createSemaphore(machine: Machine, parameters: number): number {
  const { memory, state } = machine;
  const maximum = memory.i32(parameters + 4, 'CreateSema');
  const initial = memory.i32(parameters + 8, 'CreateSema');
  if (initial < 0 || state.semaphores.size >= maximumSemaphores) return -1;
  const id = state.nextSemaphoreId++;
  state.semaphores.set(id, {
    id,
    count: initial,
    maximum,
    initial,
    attributes: memory.u32(parameters + 16, 'CreateSema'),
    option: memory.u32(parameters + 20, 'CreateSema'),
    waiting: [],
  });
  return id;
}

/** Waiting threads continue with the result -1. */
export function deleteSemaphore(machine: Machine, id: number): number {
  const semaphore = machine.state.semaphores.get(id);
  if (semaphore === undefined) return -1;
  machine.state.semaphores.delete(id);
  for (const waiting of semaphore.waiting) {
    const thread = threadOf(machine, waiting);
    if (thread === undefined) continue;
    setReturnValue(thread, -1);
    makeReady(machine, thread);
  }
  return id;
}

export function signalSemaphore(machine: Machine, id: number): number {
  const semaphore = machine.state.semaphores.get(id);
  if (semaphore === undefined) return -1;
  const first = semaphore.waiting.shift();
  const thread = first === undefined ? undefined : threadOf(machine, first);
  if (thread === undefined) semaphore.count++;
  else makeReady(machine, thread);
  return id;
}

/** Sets $v0 itself: if the thread must wait, its registers are saved here. */
export function waitSemaphore(machine: Machine, id: number): undefined {
  const thread = runningThread(machine, 'WaitSema');
  const semaphore = machine.state.semaphores.get(id);
  machine.cpu.setGpr(2, semaphore === undefined ? -1 : id);
  if (semaphore === undefined) return undefined;
  if (semaphore.count > 0) {
    semaphore.count--;
  } else {
    semaphore.waiting.push(thread.id);
    block(machine, thread, 'semaphore', id);
  }
}

export function pollSemaphore(machine: Machine, id: number): number {
  const semaphore = machine.state.semaphores.get(id);
  if (semaphore === undefined || semaphore.count <= 0) return -1;
  semaphore.count--;
  return id;
}

export function referSemaphore(machine: Machine, id: number, parameters: number): number {
  const semaphore = machine.state.semaphores.get(id);
  if (semaphore === undefined) return -1;
  const { count, maximum, initial, waiting, attributes, option } = semaphore;
  [count, maximum, initial, waiting.length, attributes, option].forEach((value, i) =>
    machine.memory.setU32(parameters + 4 * i, value, 'ReferSemaStatus'),
  );
  return id;
}
