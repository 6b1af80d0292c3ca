import type { Provenance as TargetProvenance } from '../../targets/provenance';

/** Where a figure comes from; always shown with it: `forecast`, or the id of a target. */
export type Provenance = TargetProvenance;

/** What an executor of a plan reports while it runs, by the plan's indices. */
export type TraceEvent =
  PassEvent | OperationEvent | ReadEvent | TokenEvent | EndEvent | LostEvent | CountersEvent | StackEvent;

/** `stop id`: a stop id was sampled; `length`: maxTokens reached; `context`: no position left. */
export type EndReason = 'stop id' | 'length' | 'context';

/** When it began, on the clock of the executing machine, where it was measured. */
interface Timed {
  /** Milliseconds since the machine's clock began; ascending but for reads that began earlier than they were told. */
  readonly at?: number;
}

/** A pass begins over positions `first` … `first + count - 1` (registers included). */
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
  /** Milliseconds on the executing machine with the wait for its reads, where it can be known. */
  readonly ms?: number;
}

/** A read of the plan was done. */
export interface ReadEvent extends Timed {
  readonly type: 'read';
  /** -1 for preloads. */
  readonly pass: number;
  readonly read: number;
  readonly sectors: number;
  /** Absolute sector on the disc, milliseconds and whether the head had to seek, where it was measured. */
  readonly lba?: number;
  readonly ms?: number;
  readonly seek?: boolean;
}

/** A token was sampled; it will stand at position `position`. */
export interface TokenEvent extends Timed {
  readonly type: 'token';
  readonly pass: number;
  readonly position: number;
  readonly id: number;
  /** What it says, where the session has a tokenizer. */
  readonly text?: string;
}

/** The run is over. */
export interface EndEvent {
  readonly type: 'end';
  readonly reason: EndReason;
}

/** The machine reported faster than it was listened to: so much is missing at this place of the trace. */
export interface LostEvent {
  readonly type: 'lost';
  readonly events: number;
  /** Bytes of the model's text and of the program's log. */
  readonly text: number;
  readonly log: number;
}

/** What the machine itself has counted since its start; unlike single events this is never lost. */
export interface CountersEvent {
  readonly type: 'counters';
  readonly rows: readonly ReadCounter[];
}

/** The program's stack has got deeper than ever before, where that can be seen. */
export interface StackEvent {
  readonly type: 'stack';
  /** Bytes of the stack's region, counted from its end, that were written so far. */
  readonly bytes: number;
}

/** All reads of one matrix. */
export interface ReadCounter {
  /** The plan's matrix; undefined for the block of resident vectors. */
  readonly matrix?: number;
  readonly reads: number;
  readonly sectors: number;
  /** Bytes that mean something. */
  readonly bytes: number;
  /** Reads that had to be repeated because the drive failed. */
  readonly retries: number;
  readonly ms: number;
}
