import type { FaultKind } from '../cpu/stop';

/** The program did something that it cannot continue from. */
export interface CrashStop {
  readonly kind: 'crash';
  /** The kind of an instruction's fault, or `machine`: a kernel call, a service or a check of the machine failed. */
  readonly fault: FaultKind | 'machine';
  /** One sentence with addresses in it. */
  readonly message: string;
  /** Address of the instruction, or for `machine` of the next one. */
  readonly pc: number;
  /** The running thread, 0 when none ran. */
  readonly thread: number;
  /** Instruction word and text, when an instruction caused it. */
  readonly word?: number;
  readonly disassembly?: string;
  /** The data address concerned, when there is one. */
  readonly address?: number;
}

/** Every thread waits, and no pending event can wake one. Also the normal end of a program that sleeps. */
export interface DeadlockStop {
  readonly kind: 'deadlock';
  /** What each thread waits for, and what else is stuck. */
  readonly message: string;
  /** True when every thread sleeps or has ended on its own: the program has finished. */
  readonly asleep: boolean;
}

/** Why `Console.run` returned. */
export type Stop =
  /** The cycles are used up; run again to continue. */
  | { readonly kind: 'budget' }
  /** The program called Exit. */
  | { readonly kind: 'exit'; readonly code: number }
  /** The instruction at `pc` has a breakpoint and has not been executed; run again to pass it. */
  | { readonly kind: 'breakpoint'; readonly pc: number }
  | DeadlockStop
  | CrashStop;
