import type { Token } from './tokens';

/** The value of a constant expression in 64 bits; undefined if it contains names or is not an expression. */
export function evaluate(tokens: readonly Token[]): number | undefined {
  const reader = new ExpressionReader(tokens);
  const value = reader.read(0);
  return value !== undefined && reader.done ? value : undefined;
}

/** Binary operators by precedence, as in GNU as. */
const operators: Readonly<
  Record<string, readonly [strength: number, apply: (a: number, b: number) => number]>
> = {
  '|': [2, (a, b) => bits(a, b, (x, y) => x | y)],
  '&': [2, (a, b) => bits(a, b, (x, y) => x & y)],
  '^': [2, (a, b) => bits(a, b, (x, y) => x ^ y)],
  '+': [1, (a, b) => a + b],
  '-': [1, (a, b) => a - b],
  '*': [3, (a, b) => a * b],
  '/': [3, (a, b) => (b === 0 ? Number.NaN : Math.trunc(a / b))],
  '%': [3, (a, b) => (b === 0 ? Number.NaN : a % b)],
  '<<': [3, (a, b) => a * 2 ** b],
  '>>': [3, (a, b) => Math.floor(a / 2 ** b)],
};

function bits(a: number, b: number, apply: (a: bigint, b: bigint) => bigint): number {
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return Number.NaN;
  return Number(apply(BigInt(a), BigInt(b)));
}

/** The number of a token: decimal, hexadecimal, binary, octal or a character. */
export function numberOf({ kind, text }: Token): number | undefined {
  if (kind === 'string') return /^'(?:[^'\\]|\\.)'?$/.test(text) ? characterOf(text) : undefined;
  if (kind !== 'number') return undefined;
  if (/^0[xX][0-9a-fA-F]+$/.test(text) || /^0[bB][01]+$/.test(text)) return Number(text);
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return /^(?:0|[1-9]\d*)$/.test(text) || /^\d+\.\d*(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

function characterOf(text: string): number | undefined {
  return text.startsWith("'\\") ? undefined : text.codePointAt(1);
}

class ExpressionReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get done(): boolean {
    return this.at === this.tokens.length;
  }

  read(strength: number): number | undefined {
    let left = this.unary();
    for (;;) {
      const operator = this.operator();
      const known = operator === undefined ? undefined : operators[operator];
      if (operator === undefined || known === undefined || known[0] <= strength) return left;
      this.at += operator.length;
      const right = this.read(known[0]);
      if (left === undefined || right === undefined) return undefined;
      const value = known[1](left, right);
      left = Number.isFinite(value) ? value : undefined;
    }
  }

  private operator(): string | undefined {
    const text = this.tokens[this.at]?.text;
    const double = text === '<' || text === '>' ? this.tokens[this.at + 1]?.text : undefined;
    return double === text && text !== undefined ? text + text : text;
  }

  private unary(): number | undefined {
    const token = this.tokens[this.at++];
    // A text of a thousand parentheses must not crash the server.
    if (token === undefined || this.depth > 100) return undefined;
    this.depth++;
    try {
      return this.value(token);
    } finally {
      this.depth--;
    }
  }

  private value(token: Token): number | undefined {
    switch (token.text) {
      case '-': {
        const value = this.unary();
        return value === undefined ? undefined : -value;
      }
      case '+':
        return this.unary();
      case '~': {
        const value = this.unary();
        return value === undefined ? undefined : -value - 1;
      }
      case '(': {
        const value = this.read(0);
        if (this.tokens[this.at]?.text !== ')') return undefined;
        this.at++;
        return value;
      }
      default:
        return numberOf(token);
    }
  }
}
