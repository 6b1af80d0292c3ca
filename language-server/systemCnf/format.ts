import { parseLines } from '../../disc/systemCnfLines';

/** The text in the usual format: `KEY = VALUE`, keys in upper case, no blank lines, a newline at the end. */
export function formatted(text: string): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return parseLines(text)
    .map(({ text: line, key, value, equals }) => {
      if (key === undefined || equals === undefined) return line.trim();
      return `${key.text.toUpperCase()} = ${value?.text ?? ''}`.trimEnd();
    })
    .map((line) => line + newline)
    .join('');
}
