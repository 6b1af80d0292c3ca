/** A PINE server cannot be reached, does not answer or refuses; the message is a sentence for the user. */
export class PineError extends Error {
  override readonly name = 'PineError';
}
