import type { Provenance as TargetProvenance } from '../../targets/provenance';

/** Where a figure comes from; always shown with it: `forecast`, or the id of a target. */
export type Provenance = TargetProvenance;

/** The events of an executor, by the plan's indices. */
export type TraceEvent =
  | PassEvent
  | OperationEvent
  | ReadEvent
  | TokenEvent
  | OddsEvent
  | EndEvent
  | LostEvent
  | CountersEvent
  | StackEvent;

/**
 * `stop id`: a stop id was sampled; `length`: maxTokens reached; `context`: no position left; `reported`: a program that
 * describes itself has ended its text without a reason.
 */
export type EndReason = 'stop id' | 'length' | 'context' | 'reported';

/** When it started, on the clock of the executing machine, if measured. */
interface Timed {
  /**
   * Milliseconds since the machine's clock started; ascending except for reads that started before they were
   * reported.
   */
  readonly at?: number;
}

/** A pass starts over positions `first` … `first + count - 1` (including model registers). */
export interface PassEvent extends Timed {
  readonly type: 'pass';
  readonly pass: number;
  readonly first: number;
  readonly count: number;
  /** The pass reaches the last known position and ends with a sampled token. */
  readonly tail: boolean;
}

/** An operation was executed. */
export interface OperationEvent extends Timed {
  readonly type: 'operation';
  readonly pass: number;
  readonly operation: number;
  /** Milliseconds on the executing machine, including the wait for its reads, if known. */
  readonly ms?: number;
}

/** A read of the plan was executed. */
export interface ReadEvent extends Timed {
  readonly type: 'read';
  /** -1 for preloads. */
  readonly pass: number;
  readonly read: number;
  readonly sectors: number;
  /** Absolute sector on the disc, milliseconds and whether a seek was needed, if measured. */
  readonly lba?: number;
  readonly ms?: number;
  readonly seek?: boolean;
}

/** A token was sampled for position `position`. */
export interface TokenEvent extends Timed {
  readonly type: 'token';
  readonly pass: number;
  readonly position: number;
  readonly id: number;
  /** Its text, if the session has a tokenizer. */
  readonly text?: string;
}

/**
 * How likely the token at `position` was, read from the logits before they were overwritten. Only targets whose memory
 * can be read while the program runs report it, and a fast program may be past it.
 */
export interface OddsEvent {
  readonly type: 'odds';
  readonly pass: number;
  readonly position: number;
  /** Of the token that was chosen: its share under a softmax of all logits at temperature 1. */
  readonly probability: number;
  /** The most likely tokens, descending. */
  readonly candidates: readonly TokenCandidate[];
}

export interface TokenCandidate {
  readonly id: number;
  readonly probability: number;
  /** Its text, if the session has a tokenizer. */
  readonly text?: string;
}

/** The run has ended. */
interface EndEvent {
  readonly type: 'end';
  readonly reason: EndReason;
}

/** Events arrived faster than they were read: this many are missing here. */
export interface LostEvent {
  readonly type: 'lost';
  readonly events: number;
  /** Bytes of the model's text and of the program's log. */
  readonly text: number;
  readonly log: number;
}

/** The machine's own counters since its start; unlike single events they are never lost. */
export interface CountersEvent {
  readonly type: 'counters';
  readonly rows: readonly ReadCounter[];
}

/** The program's stack has a new maximum depth, if it can be observed. */
interface StackEvent {
  readonly type: 'stack';
  /** Used bytes of the stack's region so far, counted from its end. */
  readonly bytes: number;
}

/** All reads of one matrix. */
export interface ReadCounter {
  /** The plan's matrix; undefined for the block of resident vectors. */
  readonly matrix?: number;
  readonly reads: number;
  readonly sectors: number;
  /** Bytes without padding. */
  readonly bytes: number;
  /** Reads that were repeated after drive errors. */
  readonly retries: number;
  readonly ms: number;
}
