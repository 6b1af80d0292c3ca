/** How long a line of the machine waits for the same line from the program's mailbox, in milliseconds. */
const holdMs = 600;
/** How much of the program's output is remembered, in characters. */
const memory = 0x10000;

/**
 * The log of a machine without the output of its program. The program also prints its text and log on the console, so
 * both would appear twice: once from the mailbox and once from the machine.
 */
export class MachineLog {
  private printed = '';
  private rest = '';
  private held: string[] = [];
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
    this.held.push(...lines);
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
    if (lines.length > 0) this.emit(`${lines.join('\n')}\n`);
  }

  private isKnown(line: string): boolean {
    // PCSX2 puts the time before each line.
    const text = line.replace(/^\[\s*\d+\.\d+\] /, '').trim();
    return text === '' || this.printed.includes(text);
  }
}
