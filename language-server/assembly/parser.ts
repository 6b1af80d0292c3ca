import type { Dialect } from './dialect';
import { isVifCode, mnemonicOf } from './mnemonics';
import type { LineState, Operand, ParsedLine, Span, Statement } from './statement';
import { isPreprocessor, tokenize, type Token } from './tokens';

/** Parses a line into statements, even an incomplete one or one that is not assembly. */
export function parseLine(text: string, dialect: Dialect, starts: LineState = 'code'): ParsedLine {
  const { tokens, endsInComment } = tokenize(text, dialect, starts === 'comment');
  const code = tokens.filter(({ kind }) => kind !== 'comment');
  const isDirective = starts !== 'comment' && code[0]?.text === '#' && isPreprocessor(text);
  const continues = (isDirective || starts === 'preprocessor') && text.trimEnd().endsWith('\\');
  const ends = endsInComment ? 'comment' : continues ? 'preprocessor' : 'code';
  // The body of a preprocessor macro is not an instruction here.
  const statements =
    starts === 'preprocessor'
      ? []
      : isDirective
        ? [preprocessorLine(code)]
        : new Reader(code, dialect).statements();
  return { text, starts, ends, tokens, statements, memo: {} };
}

const span = ({ text, start, end }: Token): Span => ({ text, start, end });

/** `#define NAME text` and the like; what follows the word is one operand for each token. */
function preprocessorLine(tokens: readonly Token[]): Statement {
  const [hash, word, ...rest] = tokens;
  return {
    kind: 'preprocessor',
    labels: [],
    ...(word !== undefined && { name: span(word) }),
    operands: rest.map((token) => ({ ...span(token), tokens: [token] })),
    start: hash?.start ?? 0,
    end: tokens.at(-1)?.end ?? 0,
    memo: {},
  };
}

class Reader {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly dialect: Dialect,
  ) {}

  statements(): Statement[] {
    const found: Statement[] = [];
    while (this.at < this.tokens.length) {
      const before = this.at;
      if (this.dialect === 'vsm') found.push(...this.pair());
      else found.push(this.statement());
      if (this.peek()?.text === ';') this.at++;
      // Progress is certain whatever the text is.
      if (this.at === before) this.at++;
    }
    return found.filter(({ labels, name }) => labels.length > 0 || name !== undefined);
  }

  private peek(offset = 0): Token | undefined {
    return this.tokens[this.at + offset];
  }

  private labels(): Span[] {
    const labels: Span[] = [];
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      const colon = this.peek(1);
      const named = token.kind === 'word' || (token.kind === 'number' && /^\d+$/.test(token.text));
      if (!named || colon?.text !== ':') break;
      labels.push(span(token));
      this.at += 2;
    }
    return labels;
  }

  private pair(): Statement[] {
    const upper = this.statement();
    if (upper.kind !== 'instruction') return [upper];
    const second = this.peek();
    if (second === undefined || second.text === ';')
      return [isLowerOnly(upper) ? { ...upper, slot: 'lower' } : { ...upper, slot: 'upper' }];
    const lower = this.statement();
    return [
      { ...upper, slot: 'upper' },
      { ...lower, slot: 'lower' },
    ];
  }

  private statement(): Statement {
    const first = this.peek();
    const start = first?.start ?? 0;
    const labels = this.labels();
    const written = this.name();
    const flags = written === undefined ? undefined : this.flags();
    const name = written === undefined || flags === undefined ? written : this.withComponents(written);
    if (name === undefined) {
      this.skip();
      return { kind: 'label', labels, operands: [], start, end: this.previousEnd(start), memo: {} };
    }
    // The preprocessor that VCL uses writes `name .assign value`.
    if (/^(?:=|\.assign|\.equ)$/.test(this.peek()?.text ?? '')) {
      this.at++;
      const operands = this.operands(false);
      return { kind: 'assignment', labels, name, operands, start, end: this.previousEnd(start), memo: {} };
    }
    const directive = isDirective(name.text, this.dialect);
    const paired = this.dialect === 'vsm' && !directive;
    const none = paired && mnemonicOf(name.text, this.dialect)?.row.operands.length === 0;
    const operands = none ? [] : this.operands(paired);
    return {
      kind: directive ? 'directive' : 'instruction',
      labels,
      name,
      operands,
      ...(flags !== undefined && { flags }),
      start,
      end: this.previousEnd(start),
      memo: {},
    };
  }

  private name(): Span | undefined {
    const token = this.peek();
    if (token?.kind === 'word') {
      this.at++;
      return span(token);
    }
    // VCL: --enter, --LoopCS 1, 3
    const third = this.peek(2);
    if (token?.text === '-' && this.peek(1)?.text === '-' && third?.kind === 'word') {
      this.at += 3;
      return { text: `--${third.text}`, start: token.start, end: third.end };
    }
    return undefined;
  }

  /** `[E]` directly after a mnemonic. */
  private flags(): Span | undefined {
    const [open, word, close] = [this.peek(), this.peek(1), this.peek(2)];
    if (this.dialect === 'r5900' || open?.text !== '[' || word?.kind !== 'word') return undefined;
    if (open.start !== this.tokens[this.at - 1]?.end) return undefined;
    this.at += close?.text === ']' ? 3 : 2;
    return span(word);
  }

  /** Component letters may follow the flags too: `maxi[E].w`. */
  private withComponents(name: Span): Span {
    const token = this.peek();
    if (token?.kind !== 'word' || !/^\.[xyzw]+$/.test(token.text)) return name;
    if (token.start !== this.tokens[this.at - 1]?.end) return name;
    this.at++;
    return { text: name.text + token.text, start: name.start, end: token.end };
  }

  private operands(paired: boolean): Operand[] {
    const operands: Operand[] = [];
    for (;;) {
      const operand = this.operand(paired);
      if (operand === undefined) {
        // A trailing comma is the start of an operand that is being typed.
        if (this.peek()?.text !== ',') return operands;
      } else operands.push(operand);
      if (this.peek()?.text !== ',') return operands;
      this.at++;
    }
  }

  private operand(paired: boolean): Operand | undefined {
    const tokens: Token[] = [];
    let depth = 0;
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (depth === 0 && (token.text === ',' || token.text === ';')) break;
      if (paired && depth === 0 && this.beginsLower(tokens, token)) break;
      if (token.text === '(' || token.text === '[') depth++;
      if (token.text === ')' || token.text === ']') depth--;
      tokens.push(token);
      this.at++;
    }
    const [first, last] = [tokens[0], tokens.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    return {
      text: tokens.map(({ text }) => text).join(''),
      start: first.start,
      end: last.end,
      tokens,
    };
  }

  /** In a line of two columns the lower instruction starts at a word that no operator joins to the text before it. */
  private beginsLower(operand: readonly Token[], token: Token): boolean {
    if (token.kind !== 'word') return false;
    const last = operand.at(-1);
    if (last === undefined) return mnemonicOf(token.text, this.dialect)?.row.slot === 'lower';
    return last.kind === 'word' || last.kind === 'number' || last.text === ')' || last.text === ']';
  }

  private skip(): void {
    while (this.at < this.tokens.length && this.peek()?.text !== ';') this.at++;
  }

  private previousEnd(otherwise: number): number {
    return this.tokens[this.at - 1]?.end ?? otherwise;
  }
}

/** Words that are not instructions: directives, codes for the VIF, and VCL's lists of registers at entry and exit. */
function isDirective(name: string, dialect: Dialect): boolean {
  if (/^(?:\.|--)/.test(name)) return true;
  return (dialect === 'vsm' && isVifCode(name)) || (dialect === 'vcl' && /^(?:in|out)_/.test(name));
}

function isLowerOnly({ name }: Statement): boolean {
  return name !== undefined && mnemonicOf(name.text, 'vsm')?.row.slot === 'lower';
}
