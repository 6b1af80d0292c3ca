/** The sentence of an error for the user. Whatever was thrown, it is no stack trace. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
