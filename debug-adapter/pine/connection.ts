/** Receives the events of a connection. */
export interface PineListener {
  data(bytes: Uint8Array): void;
  /** The connection was closed by the other side or by an error. Called at most once, and never after `end`. */
  closed(why: string): void;
}

/** A byte stream to a PINE server. */
export interface PineConnection {
  send(bytes: Uint8Array): void;
  /** Closes the connection. No event follows. */
  end(): void;
}

/**
 * Connects to a PINE server.
 * @throws PineError when there is none, or the reason of the abort.
 */
export type PineDial = (listener: PineListener, signal: AbortSignal) => Promise<PineConnection>;
