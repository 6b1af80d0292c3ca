/** A plan cannot be executed; the message is a whole sentence for the user. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
