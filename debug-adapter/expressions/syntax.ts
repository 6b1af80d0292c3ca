/** An expression in a hover, a watch or the Debug Console. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: number }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] };

/** An expression that is invalid or has no value here. The message is a sentence for the user. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** An expression, a condition or a log message is not longer: each part of it reads memory. */
export const longestExpression = 1000;

/** @throws ExpressionError when a text is too long for an expression, a condition or a log message. */
export function checkLength(text: string): void {
  if (text.length <= longestExpression) return;
  throw new ExpressionError(
    `The expression, condition or log message has ${text.length} characters, expected at most ${longestExpression}. Shorten it.`,
  );
}

type Symbol = '[' | ']' | '(' | ')' | ',';
type Token =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'symbol'; readonly text: Symbol };

/**
 * Reads `x`, `keys.L00[3][5]`, `layers.00.attn.wq[2]`, `L00.attn.q`, `topk(logits, 5)`. Names contain dots.
 * @throws ExpressionError when the syntax is invalid.
 */
export function parseExpression(text: string): Expression {
  checkLength(text);
  const parser = new Parser(text);
  return parser.whole();
}

class Parser {
  private readonly tokens: readonly Token[];
  private next = 0;

  constructor(private readonly text: string) {
    this.tokens = tokensOf(text);
  }

  whole(): Expression {
    const expression = this.expression();
    const rest = this.tokens[this.next];
    if (rest) this.refuse(`unexpected "${rest.text}" after the expression`);
    return expression;
  }

  private expression(): Expression {
    let result = this.primary();
    while (this.take('[')) {
      const index = this.tokens[this.next++];
      if (index?.kind !== 'number' || !/^\d+$/.test(index.text))
        this.refuse('an index must be an integer from 0');
      if (!this.take(']')) this.refuse('missing "]" after an index');
      result = { kind: 'index', of: result, index: Number(index.text) };
    }
    return result;
  }

  private primary(): Expression {
    const token = this.tokens[this.next++];
    if (token?.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token?.kind !== 'name') this.refuse('expected a name or a number');
    if (!this.take('(')) return { kind: 'name', name: token.text };
    const list: Expression[] = [];
    if (!this.take(')')) {
      do list.push(this.expression());
      while (this.take(','));
      if (!this.take(')')) this.refuse(`missing ")" after the arguments of ${token.text}`);
    }
    return { kind: 'call', name: token.text, arguments: list };
  }

  private take(symbol: Symbol): boolean {
    const token = this.tokens[this.next];
    if (token?.kind !== 'symbol' || token.text !== symbol) return false;
    this.next++;
    return true;
  }

  private refuse(why: string): never {
    throw new ExpressionError(
      `Invalid expression "${this.text}": ${why}. Examples: x[0], L00.attn.q, mean(x).`,
    );
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:(?<name>[A-Za-z_][\w.+]*)|(?<number>\d+(?:\.\d+)?)|(?<symbol>[[\](),]))/y;
  while (pattern.lastIndex < text.trimEnd().length) {
    const start = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups) {
      throw new ExpressionError(
        `Invalid expression "${text}": unexpected "${text.charAt(start)}" at column ${start + 1}. Examples: x[0], L00.attn.q, mean(x).`,
      );
    }
    const { name, number, symbol } = groups;
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else tokens.push({ kind: 'symbol', text: symbol as Symbol });
  }
  return tokens;
}
