/** Where a figure comes from; always shown with it. */
export type Provenance = 'forecast' | 'reference' | 'built-in console' | 'PCSX2' | 'console';

/** What an executor of a plan reports while it runs, by the plan's indices. */
export type TraceEvent =
  PassEvent | OperationEvent | ReadEvent | TokenEvent | { readonly type: 'end'; readonly reason: EndReason };

/** `stop id`: a stop id was sampled; `length`: maxTokens reached; `context`: no position left. */
export type EndReason = 'stop id' | 'length' | 'context';

/** A pass begins over positions `first` … `first + count - 1` (registers included). */
export interface PassEvent {
  readonly type: 'pass';
  readonly pass: number;
  readonly first: number;
  readonly count: number;
  /** The pass reaches the last known position and ends with a sampled token. */
  readonly tail: boolean;
}

/** An operation was executed. */
export interface OperationEvent {
  readonly type: 'operation';
  readonly pass: number;
  readonly operation: number;
  /** Milliseconds on the executing machine with the wait for its reads, where it can be known. */
  readonly ms?: number;
}

/** A read of the plan was done. */
export interface ReadEvent {
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
export interface TokenEvent {
  readonly type: 'token';
  readonly pass: number;
  readonly position: number;
  readonly id: number;
  /** What it says, where the session has a tokenizer. */
  readonly text?: string;
}
