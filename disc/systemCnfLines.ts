/** A range of a line: characters from `start` up to `end`. */
export interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One line of SYSTEM.CNF, parsed leniently; missing parts are undefined. */
export interface CnfLine {
  readonly line: number;
  readonly text: string;
  readonly key?: Span;
  readonly equals?: number;
  readonly value?: Span;
}

/** All lines of a text that are not blank. */
export function parseLines(text: string): CnfLine[] {
  return text.split(/\r\n|\r|\n/).flatMap((content, line) => {
    if (content.trim() === '') return [];
    const equals = content.indexOf('=');
    const key = trimmed(content, 0, equals < 0 ? content.length : equals);
    const value = equals < 0 ? undefined : trimmed(content, equals + 1, content.length);
    return [
      { line, text: content, ...(key && { key }), ...(equals >= 0 && { equals }), ...(value && { value }) },
    ];
  });
}

function trimmed(content: string, from: number, to: number): Span | undefined {
  const text = content.slice(from, to);
  const start = from + text.length - text.trimStart().length;
  const inner = text.trim();
  return inner === '' ? undefined : { text: inner, start, end: start + inner.length };
}
