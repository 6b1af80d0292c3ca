import type { FaultKind } from '../cpu/stop';

/** The program did something that it cannot go on from. */
export interface CrashStop {
  readonly kind: 'crash';
  /** What an instruction did, or `machine`: a kernel call, a service or a checker of the machine refused. */
  readonly fault: FaultKind | 'machine';
  /** One sentence with addresses in it. */
  readonly message: string;
  /** Address of the instruction, or for `machine` of the next one. */
  readonly pc: number;
  /** The running thread, 0 when none ran. */
  readonly thread: number;
  /** Instruction word and text, when an instruction is to blame. */
  readonly word?: number;
  readonly disassembly?: string;
  /** The data address concerned, when there is one. */
  readonly address?: number;
}

/** Every thread waits, and nothing is on its way that could wake one. Also the normal end of a program that sleeps. */
export interface DeadlockStop {
  readonly kind: 'deadlock';
  /** Which threads wait for what, and what else is stuck. */
  readonly message: string;
  /** True when every thread sleeps or has ended of its own accord: a program that is done. */
  readonly asleep: boolean;
}

/** Why `Console.run` returned. */
export type Stop =
  /** The cycles are used up; run again to go on. */
  | { readonly kind: 'budget' }
  /** The program called Exit. */
  | { readonly kind: 'exit'; readonly code: number }
  /** The instruction at `pc` has a breakpoint and has not been executed; run again to pass it. */
  | { readonly kind: 'breakpoint'; readonly pc: number }
  | DeadlockStop
  | CrashStop;
