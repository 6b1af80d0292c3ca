import type { Io } from './io';

/** Prints the progress of a long action to standard error, at most once per tenth. */
export class ProgressLine {
  private last = '';

  constructor(private readonly io: Io) {}

  readonly report = (what: string, done: number, total: number): void => {
    const tenths = total === 0 ? 10 : Math.floor((done / total) * 10);
    const line = `${what}: ${tenths * 10} %\n`;
    if (line !== this.last) this.io.err(line);
    this.last = line;
  };
}
