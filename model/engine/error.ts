/** A plan cannot be executed; the message is a sentence for the user. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
