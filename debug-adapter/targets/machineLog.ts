/** How long a line of the machine waits for the same line from the program's mailbox, in milliseconds. */
const holdMs = 600;
/** Most of what the program has said that is remembered, in characters. */
const memory = 0x10000;

/**
 * The log of a machine without what the program on it says: the program prints its text and its log on the console,
 * too, so that both would come twice, once through the mailbox and once through the machine.
 */
export class MachineLog {
  private said = '';
  private rest = '';
  private held: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly emit: (line: string) => void) {}

  /** The program has said this through its mailbox. */
  heard(text: string): void {
    this.said = (this.said + text).slice(-memory);
  }

  /** The machine has logged this; may end within a line. */
  add(text: string): void {
    const lines = (this.rest + text).split(/\r?\n/);
    this.rest = lines.pop() ?? '';
    this.held.push(...lines);
    if (this.held.length > 0) this.timer ??= setTimeout(() => this.flush(), holdMs);
  }

  /** Nothing more comes: shows what is left. */
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
    return text === '' || this.said.includes(text);
  }
}
