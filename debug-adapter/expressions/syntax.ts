import { invalid } from './error';
import { symbolsOf, type Symbol } from './symbols';

/** An operator between two values. */
export type BinaryOperator =
  '||' | '&&' | '==' | '!=' | '<=' | '>=' | '<' | '>' | '+' | '-' | '*' | '/' | '%';

/** What an index picks: one row or value, or those from one up to another. A negative number counts from the end. */
export type Pick =
  | { readonly kind: 'one'; readonly at: Expression }
  | { readonly kind: 'range'; readonly from?: Expression; readonly to?: Expression };

/** An expression in a hover, a watch, the Debug Console, a condition or a log message. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  /** A token by its text. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly rows: Pick; readonly cols?: Pick }
  /** The value at this line some passes ago. */
  | { readonly kind: 'past'; readonly of: Expression; readonly passes: number }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'unary'; readonly operator: '-' | '!'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** Operators from the loosest to the tightest. */
const levels: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const comparison = 2;

/** Brackets, calls and signs within each other. */
const mostDepth = 40;

/**
 * Reads `x`, `keys.L00[3][5]`, `x[0:4, -1]`, `topk(logits, 5)`, `norm(x - x@-1) > 3 && token == " the"`.
 * @throws ExpressionError when the syntax is invalid.
 */
export function parseExpression(text: string): Expression {
  return new Parser(text).whole();
}

/** The text of an expression, as it would be written. */
export function textOf(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'text':
      return JSON.stringify(expression.text);
    case 'name':
      return expression.name;
    case 'index': {
      const { of, rows, cols } = expression;
      return `${operand(of)}[${pickText(rows)}${cols ? `, ${pickText(cols)}` : ''}]`;
    }
    case 'past':
      return `${operand(expression.of)}@-${expression.passes}`;
    case 'call':
      return `${expression.name}(${expression.arguments.map(textOf).join(', ')})`;
    case 'unary':
      return `${expression.operator}${operand(expression.of)}`;
    case 'binary':
      return `${operand(expression.left)} ${expression.operator} ${operand(expression.right)}`;
  }
}

function operand(expression: Expression): string {
  const isWhole = expression.kind !== 'binary' && expression.kind !== 'unary';
  return isWhole ? textOf(expression) : `(${textOf(expression)})`;
}

function pickText(pick: Pick): string {
  if (pick.kind === 'one') return textOf(pick.at);
  return `${pick.from ? textOf(pick.from) : ''}:${pick.to ? textOf(pick.to) : ''}`;
}

class Parser {
  private readonly symbols: readonly Symbol[];
  private next = 0;
  private depth = 0;

  constructor(private readonly text: string) {
    this.symbols = symbolsOf(text);
  }

  whole(): Expression {
    const expression = this.expression();
    const rest = this.symbols[this.next];
    if (rest) this.refuse(`unexpected "${rest.text}" after ${textOf(expression)}`);
    return expression;
  }

  private expression(): Expression {
    return this.deeper(() => this.level(0));
  }

  private level(index: number): Expression {
    const operators = levels[index];
    if (!operators) return this.signed();
    let left = this.level(index + 1);
    for (let count = 0; ; count++) {
      const operator = operators.find((each) => this.take(each));
      if (operator === undefined) return left;
      if (index === comparison && count > 0) this.refuse('two comparisons in a row: join them with "&&"');
      left = { kind: 'binary', operator, left, right: this.level(index + 1) };
    }
  }

  private signed(): Expression {
    const operator = (['-', '!'] as const).find((each) => this.take(each));
    if (operator === undefined) return this.postfix();
    const of = this.deeper(() => this.signed());
    return operator === '-' && of.kind === 'number' && of.value > 0
      ? { kind: 'number', value: -of.value }
      : { kind: 'unary', operator, of };
  }

  private postfix(): Expression {
    let result = this.primary();
    for (;;) {
      if (this.take('[')) {
        const rows = this.pick();
        const cols = this.take(',') ? this.pick() : undefined;
        if (!this.take(']')) this.refuse('missing "]" after an index');
        result = { kind: 'index', of: result, rows, ...(cols && { cols }) };
      } else if (this.take('@')) {
        const passes = this.take('-') ? this.symbols[this.next++] : undefined;
        if (passes?.kind !== 'number' || !Number.isInteger(passes.value) || passes.value < 1)
          this.refuse('"@" takes how many passes ago, as in x@-1');
        result = { kind: 'past', of: result, passes: passes.value };
      } else return result;
    }
  }

  private pick(): Pick {
    if (this.is(']') || this.is(',')) this.refuse('an index is missing');
    const from = this.is(':') ? undefined : this.expression();
    if (!this.take(':')) {
      if (from === undefined) this.refuse('an index is missing');
      return { kind: 'one', at: from };
    }
    const to = this.is(']') || this.is(',') ? undefined : this.expression();
    return { kind: 'range', ...(from && { from }), ...(to && { to }) };
  }

  private primary(): Expression {
    const symbol = this.symbols[this.next++];
    if (symbol?.kind === 'number') return { kind: 'number', value: symbol.value };
    if (symbol?.kind === 'text') return { kind: 'text', text: symbol.text };
    if (symbol?.kind === 'operator' && symbol.text === '(') {
      const inner = this.expression();
      if (!this.take(')')) this.refuse('missing ")"');
      return inner;
    }
    if (symbol?.kind !== 'name') {
      const found = symbol === undefined ? 'at the end' : `instead of "${symbol.text}"`;
      this.refuse(`expected a name, a number or a token in quotes ${found}`);
    }
    if (!this.take('(')) return { kind: 'name', name: symbol.text };
    const list: Expression[] = [];
    if (!this.take(')')) {
      do list.push(this.expression());
      while (this.take(','));
      if (!this.take(')')) this.refuse(`missing ")" after the arguments of ${symbol.text}`);
    }
    return { kind: 'call', name: symbol.text, arguments: list };
  }

  private deeper<T>(read: () => T): T {
    if (++this.depth > mostDepth) this.refuse(`more than ${mostDepth} brackets within each other`);
    const result = read();
    this.depth--;
    return result;
  }

  private is(text: string): boolean {
    const symbol = this.symbols[this.next];
    return symbol?.kind === 'operator' && symbol.text === text;
  }

  private take(text: string): boolean {
    if (!this.is(text)) return false;
    this.next++;
    return true;
  }

  private refuse(why: string): never {
    throw invalid(this.text, why);
  }
}
