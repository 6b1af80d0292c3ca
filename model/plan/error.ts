/** A model cannot be planned. The message is a complete sentence for the user. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}
