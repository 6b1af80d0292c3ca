/** How long a line of the machine waits for the same line from the program's mailbox, in milliseconds. */
const holdMs = 600;
/** How much of the program's output is remembered, in characters. */
const memory = 0x10000;
/** A line that is longer is shown in parts, and of so many lines at once only the last ones are shown. */
const longestLine = 0x4000;
const mostLines = 1000;

/**
 * The log of a machine without the output of its program. The program also prints its text and log on the console, so
 * both would appear twice: once from the mailbox and once from the machine.
 */
export class MachineLog {
  private printed = '';
  private rest = '';
  private held: string[] = [];
  /** Lines that were not kept. */
  private left = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly emit: (line: string) => void) {}

  /** The program has reported this text through its mailbox. */
  heard(text: string): void {
    this.printed = (this.printed + text).slice(-memory);
  }

  /** The machine has logged this text, which may end within a line. */
  add(text: string): void {
    const lines = (this.rest + text).split(/\r?\n/);
    this.rest = lines.pop() ?? '';
    if (this.rest.length > longestLine) {
      lines.push(this.rest);
      this.rest = '';
    }
    for (const line of lines) this.held.push(line);
    const more = this.held.length - mostLines;
    if (more > 0) {
      this.held = this.held.slice(more);
      this.left += more;
    }
    if (this.held.length > 0) this.timer ??= setTimeout(() => this.flush(), holdMs);
  }

  /** Shows the rest at the end of the log. */
  end(): void {
    if (this.rest !== '') this.held.push(this.rest);
    this.rest = '';
    this.flush();
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const lines = this.held.filter((line) => !this.isKnown(line));
    this.held = [];
    if (this.left > 0)
      lines.unshift(
        `(${this.left.toLocaleString('en-US')} lines of the machine's log are left out here: it writes too fast.)`,
      );
    this.left = 0;
    if (lines.length > 0) this.emit(`${lines.join('\n')}\n`);
  }

  private isKnown(line: string): boolean {
    // PCSX2 puts the time before each line.
    const text = line.replace(/^\[\s*\d+\.\d+\] /, '').trim();
    return text === '' || this.printed.includes(text);
  }
}
