/** An expression that is invalid or has no value here. The message is a sentence for the user. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** An expression that cannot be read. @param why without a full stop. */
export function invalid(text: string, why: string): ExpressionError {
  return new ExpressionError(
    `Invalid expression "${text}": ${why}. Examples: x[0], L00.attn.q, mean(x), max(x) > 100.`,
  );
}
