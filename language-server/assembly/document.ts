import type { Dialect } from './dialect';
import { parseLine } from './parser';
import type { LineState, ParsedLine } from './statement';

/** The lines of a document; only changed lines are parsed again. */
export class AssemblyDocument {
  private parsed: ParsedLine[] = [];
  private text: string | undefined;
  /** Lines parsed in total; tests measure the cost of a keystroke with it. */
  linesParsed = 0;
  /** Grows with every change. */
  revision = 0;

  constructor(
    readonly uri: string,
    readonly dialect: Dialect,
    text = '',
  ) {
    this.update(text);
  }

  get lines(): readonly ParsedLine[] {
    return this.parsed;
  }

  /** Sets a new text; equal lines at the start and end are reused. */
  update(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.revision++;
    const lines = text.split(/\r\n|\r|\n/);
    const old = this.parsed;
    const shorter = Math.min(old.length, lines.length);
    let first = 0;
    while (first < shorter && old[first]?.text === lines[first]) first++;
    let same = 0;
    while (same < shorter - first && old[old.length - 1 - same]?.text === lines[lines.length - 1 - same])
      same++;
    const changed: ParsedLine[] = [];
    for (const line of lines.slice(first, lines.length - same))
      changed.push(this.read(line, (changed.at(-1) ?? old[first - 1])?.ends ?? 'code'));
    this.parsed = [...old.slice(0, first), ...changed, ...old.slice(old.length - same)];
    this.settle(first + changed.length);
  }

  private read(line: string, starts: LineState): ParsedLine {
    this.linesParsed++;
    return parseLine(line, this.dialect, starts);
  }

  /** Opening or closing a comment changes the lines after it, up to one that starts in the same state. */
  private settle(from: number): void {
    for (let index = from; index < this.parsed.length; index++) {
      const line = this.parsed[index];
      const starts = this.parsed[index - 1]?.ends ?? 'code';
      if (line === undefined || line.starts === starts) return;
      this.parsed[index] = this.read(line.text, starts);
    }
  }
}
