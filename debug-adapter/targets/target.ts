import type { Plan } from '../../model/plan/plan';
import type { RunSettings } from '../../model/plan/runSettings';
import type { TraceEvent } from '../../model/trace/events';
import type { KnownModel } from '../../project/program/otherModels';
import type { Capabilities, TargetDescriptor } from '../../targets/descriptor';

/** Where the program is stopped: before `operation` of pass `pass`. */
export interface Position {
  readonly pass: number;
  /** First position of the pass and how many it runs over. */
  readonly first: number;
  readonly count: number;
  readonly tail: boolean;
  /** Index of the operation that runs next; after the last one at the end of the run. */
  readonly operation: number;
}

export type StopReason = 'entry' | 'step' | 'breakpoint' | 'pause';

export type TargetEvent =
  | { readonly type: 'stopped'; readonly reason: StopReason; readonly position: Position }
  /**
   * A snapshot was taken between the events before and after this one. `position` is where the program was stopped, or
   * about where it was if it was running.
   */
  | {
      readonly type: 'snapshotTaken';
      readonly snapshot: number;
      readonly position: Pick<Position, 'pass' | 'operation'>;
    }
  /** The program describes itself, and its plan is another now. `tokens` of its text, when the session joins it. */
  | { readonly type: 'planned'; readonly tokens?: readonly number[] }
  /** A program that describes itself begins another text. */
  | { readonly type: 'newText'; readonly number: number; readonly first: number }
  /** Batched; in order. */
  | { readonly type: 'trace'; readonly events: readonly TraceEvent[] }
  /** Text of the model (not of the program's log). */
  | { readonly type: 'text'; readonly text: string }
  /** Log lines of the program or the machine. */
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'ended'; readonly reason: string }
  /** The target has ended or crashed; `message` is a sentence for the user. */
  | { readonly type: 'failed'; readonly message: string };

/** Run until … (breakpoints stop it in any case). */
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

/** Takes snapshots of a program and restores them. The run from a snapshot is the same every time. */
export interface SnapshotStore {
  /** Takes a snapshot soon, also while the program runs: a `snapshotTaken` event follows, unless the run ends first. */
  take(): Promise<void>;
  /**
   * Restores a snapshot, from a stop. If the program was running when it was taken, it stops as soon as it can; what it
   * reports until then comes as events. Breakpoints are as they were in the snapshot.
   * @returns where the program is stopped.
   */
  restore(snapshot: number): Promise<Position>;
  forget(snapshot: number): Promise<void>;
}

/** One stop that the program can return to, saved by the machine that runs it. */
export interface SaveState {
  /** Saves the current stop. @throws AdapterError when the machine cannot save it. */
  save(): Promise<void>;
  /** Returns to the saved stop. @throws AdapterError when the machine cannot load it. */
  load(): Promise<Position>;
}

/**
 * What executes a plan under the debugger. Everything is asynchronous; events come in order. Optional members are
 * additional abilities: check for the member itself. `TargetOf` makes sure that they match the descriptor.
 */
export interface Target {
  readonly descriptor: TargetDescriptor;
  /** The plan that is executed; known once launched. A program that describes itself replaces it (`planned`). */
  readonly plan: Plan;
  /** Of a program that describes itself, as soon as it is found: its model, if that is known here. */
  readonly described?: { readonly model: KnownModel | undefined } | undefined;
  onEvent(listener: (event: TargetEvent) => void): void;
  /**
   * Makes it ready and stops before operation 0 of the first pass (an `entry` stop follows).
   * @param progress gets a message about the current step, repeatedly while it makes progress.
   */
  launch(run: RunSettings, signal: AbortSignal, progress?: (message: string) => void): Promise<void>;
  /** Replaces the set of operations to stop before. May be called while running. */
  setBreakpoints(operations: readonly number[]): Promise<void>;
  /** Leaves a stop. A `stopped`, `ended` or `failed` event follows. */
  resume(until: RunUntil): Promise<void>;
  /** Asks for a `pause` stop. */
  pause(): Promise<void>;
  /** Bytes of EE RAM while stopped. Fewer bytes than requested if the rest cannot be read. */
  readMemory(address: number, length: number): Promise<Uint8Array>;
  /** Changes EE RAM while stopped. @returns bytes written. */
  writeMemory?(address: number, bytes: Uint8Array): Promise<number>;
  /** While stopped. */
  registers?(): Promise<MachineRegisters>;
  /** Symbol at an address, such as `main+0x10`, if there is a program to disassemble. */
  symbolOf?(address: number): string | undefined;
  readonly saveState?: SaveState;
  readonly snapshots?: SnapshotStore;
  /** Ids of the known tokens, if the target attached to a run that had already started. */
  tokens?(): Promise<readonly number[]>;
  /**
   * Ends it and frees everything; never fails, may be called twice.
   * @param stays whether the program keeps running, if that is possible; default: as set by the launch.
   */
  dispose(stays?: boolean): Promise<void>;
}

type Member<Can extends boolean, Name extends keyof Target> = Can extends true
  ? Required<Pick<Target, Name>>
  : { readonly [Key in Name]?: undefined };

/** Exactly the members that match the capabilities of a descriptor. */
type MembersOf<C extends Capabilities> = Member<C['writeMemory'], 'writeMemory'> &
  Member<C['registers'], 'registers'> &
  Member<C['disassembly'], 'symbolOf'> &
  Member<C['stepBack'], 'snapshots'> &
  // Only if the user chose a slot for it.
  (C['saveStates'] extends true ? Pick<Target, 'saveState'> : { readonly saveState?: undefined });

/** A target with exactly the abilities in its descriptor. */
export type TargetOf<D extends TargetDescriptor> = Target & MembersOf<D['capabilities']>;
