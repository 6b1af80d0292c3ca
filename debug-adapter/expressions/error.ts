/** An expression that is invalid or has no value here. The message is a sentence for the user. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** An expression, a condition or a log message is not longer: each part of it reads memory. */
const longestExpression = 1000;

/** @throws ExpressionError when a text is too long for an expression, a condition or a log message. */
export function checkLength(text: string): void {
  if (text.length <= longestExpression) return;
  throw new ExpressionError(
    `The expression, condition or log message has ${text.length} characters, expected at most ${longestExpression}. Shorten it.`,
  );
}

/** An expression that cannot be read. @param why without a full stop. */
export function invalid(text: string, why: string): ExpressionError {
  return new ExpressionError(
    `Invalid expression "${text}": ${why}. Examples: x[0], L00.attn.q, mean(x), max(x) > 100.`,
  );
}
