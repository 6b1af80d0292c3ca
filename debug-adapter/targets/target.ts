import type { Plan } from '../../model/plan/plan';
import type { RunSettings } from '../../model/plan/runSettings';
import type { TraceEvent } from '../../model/trace/events';
import type { Capabilities, TargetDescriptor } from '../../targets/descriptor';

/** Where the program stands when it is stopped: before `operation` of pass `pass`. */
export interface Position {
  readonly pass: number;
  /** First position of the pass and how many it runs over. */
  readonly first: number;
  readonly count: number;
  readonly tail: boolean;
  /** Index of the operation that runs next; behind the last one at the end of the run. */
  readonly operation: number;
}

export type StopReason = 'entry' | 'step' | 'breakpoint' | 'pause';

export type TargetEvent =
  | { readonly type: 'stopped'; readonly reason: StopReason; readonly position: Position }
  /**
   * The moment between the events before and behind this one is kept. `position` is where the program stood then, or
   * about where it was when it ran.
   */
  | {
      readonly type: 'kept';
      readonly snapshot: number;
      readonly position: Pick<Position, 'pass' | 'operation'>;
    }
  /** Batched; in order. */
  | { readonly type: 'trace'; readonly events: readonly TraceEvent[] }
  /** Text of the model (not of the program's log). */
  | { readonly type: 'text'; readonly text: string }
  /** Log lines of the program or the machine. */
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'ended'; readonly reason: string }
  /** The target is gone or crashed; `message` is a sentence for the user. */
  | { readonly type: 'failed'; readonly message: string };

/** Run on until … (breakpoints stop it in any case). */
export type RunUntil =
  /** the next operation */
  | { readonly kind: 'operation' }
  /** one of these operations is about to run, in this pass or a later one */
  | { readonly kind: 'operations'; readonly operations: readonly number[] }
  /** operation 0 of the next pass */
  | { readonly kind: 'pass' }
  | { readonly kind: 'end' };

/** Registers of a machine at a stop. */
export interface MachineRegisters {
  readonly pc: number;
  /** Since the machine was started. */
  readonly cycles: number;
  /** By name, as wide as they are. */
  readonly general: readonly { readonly name: string; readonly value: bigint }[];
}

/** Keeps moments of a program and goes back to them; what runs from there on is the same again. */
export interface Keeper {
  /** Keeps a moment soon, also while the program runs: a `kept` event follows, unless the run ends before. */
  keep(): Promise<void>;
  /**
   * Goes back to a kept moment, from a stop. Where the program ran then it is stopped as soon as it can be; what it
   * reports on the way comes as events. Breakpoints are as they were then.
   * @returns where the program stands.
   */
  rewind(snapshot: number): Promise<Position>;
  forget(snapshot: number): Promise<void>;
}

/** One point that the program can return to, kept by the machine that runs it. */
export interface SaveState {
  /** Keeps the present stop. @throws Error in words when it cannot. */
  save(): Promise<void>;
  /** Goes back to the kept stop; everything is as it was there. @throws Error in words when it cannot. */
  load(): Promise<Position>;
}

/**
 * What executes a plan under the debugger. All of it is asynchronous; events come in order. Optional members are what
 * a target can do beyond that: whether one is there is asked of the target itself, and `TargetOf` holds it to what its
 * descriptor says.
 */
export interface Target {
  readonly descriptor: TargetDescriptor;
  /** The plan that is executed; known once launched. */
  readonly plan: Plan;
  onEvent(listener: (event: TargetEvent) => void): void;
  /**
   * Makes it ready and stops before operation 0 of the first pass (an `entry` stop follows).
   * @param progress told what is done now, in words, again and again while something goes on.
   */
  launch(run: RunSettings, signal: AbortSignal, progress?: (message: string) => void): Promise<void>;
  /** Replaces the set of operations to stop before. May be called while running. */
  setBreakpoints(operations: readonly number[]): Promise<void>;
  /** Leaves a stop. A `stopped`, `ended` or `failed` event follows. */
  resume(until: RunUntil): Promise<void>;
  /** Asks for a `pause` stop. */
  pause(): Promise<void>;
  /** Bytes of EE RAM while stopped. Fewer bytes than asked for when the rest cannot be read. */
  readMemory(address: number, length: number): Promise<Uint8Array>;
  /** Changes EE RAM while stopped. @returns bytes written. */
  writeMemory?(address: number, bytes: Uint8Array): Promise<number>;
  /** While stopped. */
  registers?(): Promise<MachineRegisters>;
  /** Name of what lies at an address, such as `main+0x10`, where there is a program to disassemble. */
  symbolOf?(address: number): string | undefined;
  readonly saveState?: SaveState;
  readonly keeper?: Keeper;
  /** Ids of the tokens that are known, where the target came upon a text that was under way. */
  tokens?(): Promise<readonly number[]>;
  /**
   * Ends it and frees everything; never fails, may be called twice.
   * @param stays the program is to run on where that is possible; what the launch said when not given.
   */
  dispose(stays?: boolean): Promise<void>;
}

type Member<Can extends boolean, Name extends keyof Target> = Can extends true
  ? Required<Pick<Target, Name>>
  : { readonly [Key in Name]?: undefined };

/** The members that go with what a descriptor says a target can do; no others. */
type MembersOf<C extends Capabilities> = Member<C['writeMemory'], 'writeMemory'> &
  Member<C['registers'], 'registers'> &
  Member<C['disassembly'], 'symbolOf'> &
  Member<C['stepBack'], 'keeper'> &
  // The user may give no slot for it.
  (C['saveStates'] extends true ? Pick<Target, 'saveState'> : { readonly saveState?: undefined });

/** A target that can do what its descriptor says, no less and no more. */
export type TargetOf<D extends TargetDescriptor> = Target & MembersOf<D['capabilities']>;
