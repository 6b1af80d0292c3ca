import { checkLength, invalid } from './error';

/** A piece of an expression: a name, a number, a text in quotes, or an operator or bracket. */
export type Symbol =
  | { readonly kind: 'name' | 'text' | 'operator'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string; readonly value: number };

const pattern =
  /\s*(?:(?<name>[A-Za-z_][\w.]*)|(?<number>0x[0-9a-fA-F]+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<text>"(?:[^"\\]|\\.)*")|(?<operator>&&|\|\||<=|>=|==|!=|[-+*/%<>!()[\],:@]))/y;

/**
 * The symbols of an expression.
 * @throws ExpressionError at a character that belongs to none.
 */
export function symbolsOf(text: string): Symbol[] {
  checkLength(text);
  const symbols: Symbol[] = [];
  const end = text.trimEnd().length;
  pattern.lastIndex = 0;
  while (pattern.lastIndex < end) {
    const start = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups) throw invalid(text, unexpected(text, start));
    const { name, number, text: quoted, operator } = groups;
    if (name !== undefined) symbols.push({ kind: 'name', text: name });
    else if (number !== undefined) symbols.push({ kind: 'number', text: number, value: Number(number) });
    else if (quoted !== undefined) symbols.push({ kind: 'text', text: unquoted(text, quoted) });
    else if (operator !== undefined) symbols.push({ kind: 'operator', text: operator });
  }
  return symbols;
}

function unquoted(text: string, quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw invalid(text, `${quoted} is not a text as JSON has it`);
  }
}

function unexpected(text: string, start: number): string {
  const at = start + (/^\s*/.exec(text.slice(start))?.[0].length ?? 0);
  const letter = text.charAt(at);
  const column = `at column ${at + 1}`;
  if (letter === '=') return `"=" ${column}: compare with "=="`;
  if (letter === '&' || letter === '|') return `"${letter}" ${column}: write "${letter}${letter}"`;
  if (letter === '"') return `a text ${column} has no closing quote`;
  if (letter === "'") return `unexpected "'" ${column}: write texts in double quotes`;
  return `unexpected "${letter}" ${column}`;
}
