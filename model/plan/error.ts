/** A model cannot be planned; the message is a whole sentence for the user. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}
