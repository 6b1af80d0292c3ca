import type { Plan } from '../plan/plan';
import type { RunSettings } from '../plan/runSettings';
import type { OpenPsntOptions } from '../psnt/file';
import type { EndReason, TraceEvent } from '../trace/events';
import type { EnginePosition } from './engine';
import type { ArithmeticMode } from './floatUnit';

/** Run on until … (breakpoints and a pause stop it in any case). */
export type RunUntil =
  /** the next operation */
  | { readonly kind: 'operation' }
  /** one of these operations is about to run, in this pass or a later one */
  | { readonly kind: 'operations'; readonly operations: readonly number[] }
  /** operation 0 of the next pass */
  | { readonly kind: 'pass' }
  | { readonly kind: 'end' };

/** `entry`: loaded, nothing was executed; `step`: what `RunUntil` asked for. */
export type StopReason = 'entry' | 'step' | 'breakpoint' | 'pause';

/** What an engine that runs on its own reports, in order. */
export type EngineEvent =
  /** What happened since the last such event; tokens are among it. Comes before a stop and the end. */
  | { readonly type: 'trace'; readonly events: readonly TraceEvent[] }
  | { readonly type: 'stopped'; readonly reason: StopReason; readonly position: EnginePosition }
  /** The state before the operation at `position` is kept under the number `snapshot`, until `forget`. */
  | { readonly type: 'kept'; readonly snapshot: number; readonly position: EnginePosition }
  | { readonly type: 'ended'; readonly reason: EndReason }
  /** It cannot go on; `message` is a sentence for the user. */
  | { readonly type: 'failed'; readonly message: string };

export type EngineListener = (event: EngineEvent) => void;

/** An engine that was loaded and runs by itself, here or in a worker. All but `pause`, `keep` and breakpoints need a stop. */
export interface EngineControl {
  /** Replaces the set of operations to stop before. */
  setBreakpoints(operations: readonly number[]): Promise<void>;
  /** Leaves a stop; returns at once, and a `stopped`, `ended` or `failed` event follows. */
  resume(until: RunUntil): Promise<void>;
  /** Asks for a `pause` stop before the next operation. Without effect when it stands. */
  pause(): Promise<void>;
  /** EE RAM, fewer bytes than asked for where the plan's arena ends. */
  readMemory(address: number, length: number): Promise<Uint8Array>;
  /** Keeps the state before the next operation: a `kept` event follows, unless the run ends before. */
  keep(): Promise<void>;
  /** Back to a kept state, also after the end. No event follows. */
  restore(snapshot: number): Promise<EnginePosition>;
  forget(snapshot: number): Promise<void>;
  /** Stops without further events and frees everything. May be called twice. */
  dispose(): Promise<void>;
}

/** A model's file, or its bytes with what to call it; and how a PSNT is to be read. */
export type ModelReference = OpenPsntOptions &
  ({ readonly path: string } | { readonly bytes: Uint8Array; readonly label: string });

/** What a worker needs to execute a plan. */
export interface LoadRequest {
  readonly model: ModelReference;
  /** Compiled from that model. */
  readonly plan: Plan;
  readonly settings: RunSettings;
  readonly mode: ArithmeticMode;
}

/** What a worker does for its client. */
export interface EngineService extends Omit<EngineControl, 'dispose'> {
  /** Opens the model and stands before operation 0: an `entry` stop is reported. Once, and first. */
  load(request: LoadRequest): Promise<EnginePosition>;
}

export type WorkerRequest = {
  readonly [Name in keyof EngineService]: {
    /** Answered under the same number. */
    readonly id: number;
    readonly command: Name;
    readonly arguments: Parameters<EngineService[Name]>;
  };
}[keyof EngineService];

export type WorkerMessage =
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  /** `message` is a sentence. */
  | { readonly type: 'refused'; readonly id: number; readonly message: string }
  | { readonly type: 'event'; readonly event: EngineEvent };
