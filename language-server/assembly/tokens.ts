import { lineComments, type Dialect } from './dialect';

/** The kind of a token. */
export type TokenKind = 'word' | 'number' | 'string' | 'mark' | 'comment';

/** A token of a line; characters count from 0. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The tokens of a line, and whether a block comment is open at its end. */
export interface TokenizedLine {
  readonly tokens: readonly Token[];
  readonly endsInComment: boolean;
}

const space = /[ \t\r\f\v]+/y;
/** Names, registers (`$v0`, `$vf1xyz`), directives (`.word`), macro arguments (`\\x`), relocations (`%lo`). */
const word = /[A-Za-z_.$%\\@][\w.$\\@]*/y;
/** Local labels (`1f`) are numbers too. */
const number = /0[xX][0-9A-Fa-f]*|0[bB][01]+(?![\w])|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?\w*/y;
const text = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)'?/y;

/** Splits a line. Every text gives tokens: anything else is a mark of one character. */
export function tokenize(line: string, dialect: Dialect, startsInComment: boolean): TokenizedLine {
  const tokens: Token[] = [];
  let at = 0;
  let inComment = startsInComment;
  const push = (kind: TokenKind, end: number): void => {
    tokens.push({ kind, text: line.slice(at, end), start: at, end });
    at = end;
  };
  while (at < line.length) {
    if (inComment) {
      const end = line.indexOf('*/', at);
      inComment = end < 0;
      push('comment', inComment ? line.length : end + 2);
      continue;
    }
    const spaces = match(space, line, at);
    if (spaces > at) {
      at = spaces;
      continue;
    }
    if (line.startsWith('/*', at)) {
      const end = line.indexOf('*/', at + 2);
      inComment = end < 0;
      push('comment', inComment ? line.length : end + 2);
      continue;
    }
    if (startsComment(line, at, dialect, tokens.length === 0)) {
      push('comment', line.length);
      continue;
    }
    const found = next(line, at);
    if (found === undefined) push('mark', at + 1);
    else push(found.kind, found.end);
  }
  return { tokens, endsInComment: inComment };
}

function startsComment(line: string, at: number, dialect: Dialect, first: boolean): boolean {
  return lineComments[dialect].some((mark) => {
    if (!line.startsWith(mark, at)) return false;
    return !(mark === '#' && first && /^#\s*[a-z]/i.test(line.slice(at)) && isPreprocessor(line.slice(at)));
  });
}

const preprocessor =
  /^#\s*(?:include|include_next|define|undef|if|ifdef|ifndef|elif|else|endif|error|warning|pragma|line|macro|endmacro|vuprog|endvuprog|rawblock|endrawblock)\b/;

/** Whether a line is a directive of the C preprocessor, or of VCL's. */
export function isPreprocessor(line: string): boolean {
  return preprocessor.test(line.trimStart());
}

function next(line: string, at: number): { kind: TokenKind; end: number } | undefined {
  for (const [kind, pattern] of [
    ['word', word],
    ['number', number],
    ['string', text],
  ] as const) {
    const end = match(pattern, line, at);
    if (end > at) return { kind, end };
  }
  return undefined;
}

function match(pattern: RegExp, line: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : at;
}
