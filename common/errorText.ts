/** The sentence of an error for the user. Never a stack trace, whatever was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
