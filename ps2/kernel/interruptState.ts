import type { ThreadContext } from './threadState';

/** A function of the program that the kernel calls on an interrupt. */
export interface Handler {
  id: number;
  controller: 'dmac' | 'intc';
  /** DMAC channel or INTC cause. */
  cause: number;
  address: number;
  /** Passed as second argument (AddDmacHandler2). */
  argument: number;
  /** $gp at the time the handler was added. */
  gp: number;
  enabled: boolean;
}

/** A call requested with SetAlarm. */
export interface Alarm {
  id: number;
  address: number;
  /** Duration in scan lines, passed back to the program. */
  lines: number;
  argument: number;
  gp: number;
  /** It is due; it waits until interrupts are enabled. */
  due: boolean;
}

/** A call into the program on behalf of an interrupt. */
export interface HandlerCall {
  /** What it is for: calls for the same are a chain. */
  readonly source: string;
  readonly address: number;
  readonly gp: number;
  /** $a0, $a1, $a2. */
  readonly arguments: readonly [number, number, number];
}

/** What was interrupted, and the pending handler calls. */
export interface InterruptFrame {
  /** The thread that ran, 0 when none did. */
  thread: number;
  context: ThreadContext | undefined;
  /** Source of the handler that runs. */
  source: string;
  calls: HandlerCall[];
}
