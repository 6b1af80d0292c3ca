import type { Io } from './io';

/** Tells on standard error how far something long is, at most once for each tenth of it. */
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
