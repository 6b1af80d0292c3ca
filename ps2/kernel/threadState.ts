import type { Context } from '../cpu/context';

/** Registers of a thread that does not run. */
export interface ThreadContext {
  readonly registers: Context;
  /** COP0 Status, so that a thread keeps its own interrupt enable. */
  readonly status: number;
}

export interface Thread {
  id: number;
  phase: 'dormant' | 'ready' | 'running' | 'waiting';
  /** What a waiting thread waits for. */
  wait: 'none' | 'sleep' | 'semaphore';
  /** The semaphore waited for. */
  waitId: number;
  /** SuspendThread was called: the thread does not run until ResumeThread, whatever its phase. */
  suspended: boolean;
  /** WakeupThread calls made while it did not sleep. */
  wakeups: number;
  entry: number;
  stack: number;
  stackBytes: number;
  gp: number;
  initialPriority: number;
  /** 0 is the most urgent, 127 the least. */
  priority: number;
  attributes: number;
  option: number;
  /** Undefined for a dormant or running thread. */
  context: ThreadContext | undefined;
}

export interface Semaphore {
  id: number;
  count: number;
  maximum: number;
  initial: number;
  attributes: number;
  option: number;
  /** Threads that wait, longest first. */
  waiting: number[];
}

/** The state of a thread as one line of a report. */
export function describeThread(thread: Thread): string {
  const doing =
    thread.phase !== 'waiting'
      ? thread.phase
      : thread.wait === 'semaphore'
        ? `waits for semaphore ${thread.waitId}`
        : 'sleeps';
  return `thread ${thread.id} (priority ${thread.priority}) ${doing}${thread.suspended ? ', suspended' : ''}`;
}
