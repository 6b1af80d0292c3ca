/** A PINE server cannot be reached, does not answer or refuses a request. The message is a sentence for the user. */
export class PineError extends Error {
  override readonly name = 'PineError';
}

/** The connection failed, not the request. The next request makes a new connection and may repeat the failed one. */
export class PineLinkError extends PineError {}
