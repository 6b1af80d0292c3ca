import { errorText } from '../../common/errorText';

/** What one reading of a document's files found. */
export interface Reading<Content, Opened> {
  /** What the page shows. */
  readonly content: Content;
  /** What stays open until the next reading; absent when the files could not be opened. */
  readonly opened?: Opened;
  /** Closes `opened`. */
  readonly close?: () => Promise<void>;
}

/**
 * Holds the newest reading of files that change. Readings may overlap: one that a newer reading has overtaken is
 * dropped when it ends, and each reading that is replaced or dropped is closed.
 */
export class LatestReading<Content, Opened> {
  private newest = 0;
  private isDisposed = false;
  current: Reading<Content, Opened> | undefined;

  /**
   * @param changed called when a reading has become the current one
   * @param warn receives the text of an error from closing a reading
   */
  constructor(
    private readonly changed: () => void,
    private readonly warn: (problem: string) => void,
  ) {}

  /** Starts a reading. Rejects when `start` does. */
  async take(start: () => Promise<Reading<Content, Opened>>): Promise<void> {
    const turn = ++this.newest;
    const reading = await start();
    if (turn !== this.newest || this.isDisposed) return this.close(reading);
    const before = this.current;
    this.current = reading;
    this.changed();
    await this.close(before);
  }

  /** Closes the current reading and drops those that have not ended yet. */
  dispose(): void {
    this.isDisposed = true;
    void this.close(this.current);
    this.current = undefined;
  }

  private async close(reading: Reading<Content, Opened> | undefined): Promise<void> {
    try {
      await reading?.close?.();
    } catch (error) {
      this.warn(errorText(error));
    }
  }
}
