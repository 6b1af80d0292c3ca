/** A PINE server cannot be reached, does not answer or refuses; the message is a sentence for the user. */
export class PineError extends Error {
  override readonly name = 'PineError';
}

/** The connection failed, not the request: the next request makes another connection, and may be the same one. */
export class PineLinkError extends PineError {}
