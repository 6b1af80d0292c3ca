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

/** `entry`: loaded, nothing was executed; `step`: the condition of `RunUntil`. */
export type StopReason = 'entry' | 'step' | 'breakpoint' | 'pause';

/** The events of a running engine, in order. */
export type EngineEvent =
  /** The trace events since the last one of this kind, including tokens. Sent before a stop and the end. */
  | { readonly type: 'trace'; readonly events: readonly TraceEvent[] }
  | { readonly type: 'stopped'; readonly reason: StopReason; readonly position: EnginePosition }
  /** The state before the operation at `position` was saved as snapshot number `snapshot`, until `forget`. */
  | { readonly type: 'snapshotTaken'; readonly snapshot: number; readonly position: EnginePosition }
  | { readonly type: 'ended'; readonly reason: EndReason }
  /** It cannot go on; `message` is a sentence for the user. */
  | { readonly type: 'failed'; readonly message: string };

export type EngineListener = (event: EngineEvent) => void;

/** A loaded engine that runs here or in a worker. All methods except `pause`, `takeSnapshot` and breakpoints need a stop. */
export interface EngineControl {
  /** Replaces the set of operations to stop before. */
  setBreakpoints(operations: readonly number[]): Promise<void>;
  /** Resumes; returns at once, and a `stopped`, `ended` or `failed` event follows. */
  resume(until: RunUntil): Promise<void>;
  /** Requests a `pause` stop before the next operation. No effect while stopped. */
  pause(): Promise<void>;
  /** EE RAM, fewer bytes than requested at the end of the plan's arena. */
  readMemory(address: number, length: number): Promise<Uint8Array>;
  /** Changes EE RAM within the plan's arena. @returns bytes written. */
  writeMemory(address: number, bytes: Uint8Array): Promise<number>;
  /** Takes a snapshot before the next operation: a `snapshotTaken` event follows, unless the run ends first. */
  takeSnapshot(): Promise<void>;
  /** Restores a snapshot, also after the end. No event follows. */
  restore(snapshot: number): Promise<EnginePosition>;
  forget(snapshot: number): Promise<void>;
  /** Stops without further events and frees everything. May be called twice. */
  dispose(): Promise<void>;
}

/** A model's file, or its bytes with a name; and how to read a PSNT. */
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

/** The requests to a worker. */
export interface EngineService extends Omit<EngineControl, 'dispose'> {
  /** Opens the model and stops before operation 0 with an `entry` stop. Call it once, first. */
  load(request: LoadRequest): Promise<EnginePosition>;
}

export type WorkerRequest = {
  readonly [Name in keyof EngineService]: {
    /** The answer has the same number. */
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
