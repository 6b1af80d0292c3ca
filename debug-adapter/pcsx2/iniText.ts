/** A new value for a key of a section. */
export interface IniChange {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

interface Line {
  readonly text: string;
  readonly section: string;
  /** The key, for lines `key = value`. */
  readonly key?: string;
  readonly value?: string;
}

/**
 * The text of an ini file as PCSX2 reads it: case-insensitive sections and keys, comments after `;` or `#` at the start
 * of a line. A change leaves every other line as it is.
 */
export class IniText {
  private readonly lines: readonly Line[];
  private readonly newline: string;

  constructor(readonly text: string) {
    this.newline = text.includes('\r\n') ? '\r\n' : '\n';
    let section = '';
    this.lines = text.split(/\r?\n/).map((line): Line => {
      const head = /^\ufeff?\s*\[(.*)\]\s*$/.exec(line);
      if (head) section = head[1]?.trim() ?? '';
      const pair = head || /^\s*[;#]/.test(line) ? null : /^\s*([^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
      return { text: line, section, ...(pair && { key: pair[1] ?? '', value: pair[2] ?? '' }) };
    });
  }

  /** The value of a key; undefined if the file does not contain it. */
  get(section: string, key: string): string | undefined {
    return this.lines.find((line) => isAt(line, section, key))?.value;
  }

  /** The text with another value. A missing key is added at the end of its section, a missing section at the end. */
  with({ section, key, value }: IniChange): IniText {
    const lines = this.lines.map(({ text }) => text);
    const known = this.lines.flatMap((line, index) => (isAt(line, section, key) ? [index] : []));
    if (known.length > 0) {
      // If a key occurs twice, both must have the same value.
      for (const index of known) lines[index] = `${this.lines[index]?.key ?? key} = ${value}`;
      return new IniText(lines.join(this.newline));
    }
    const pair = `${key} = ${value}`;
    const last = this.lines.findLastIndex((line) => same(line.section, section) && line.text.trim() !== '');
    if (last >= 0) lines.splice(last + 1, 0, pair);
    else {
      while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
      lines.push(...(lines.length > 0 ? [''] : []), `[${section}]`, pair, '');
    }
    return new IniText(lines.join(this.newline));
  }
}

function isAt({ section, key }: Line, wantedSection: string, wantedKey: string): boolean {
  return key !== undefined && same(section, wantedSection) && same(key, wantedKey);
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
