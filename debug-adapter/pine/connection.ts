/** What a connection tells. */
export interface PineListener {
  data(bytes: Uint8Array): void;
  /** It has ended, from the other side or by a fault; called at most once, and never after `end`. */
  closed(why: string): void;
}

/** A byte stream to a PINE server. */
export interface PineConnection {
  send(bytes: Uint8Array): void;
  /** Hangs up; nothing is told after that. */
  end(): void;
}

/**
 * Connects to a PINE server.
 * @throws PineError in words when there is none; the reason of the signal when it aborts.
 */
export type PineDial = (listener: PineListener, signal: AbortSignal) => Promise<PineConnection>;
