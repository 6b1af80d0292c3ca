import type { RecordedMoment, RunRecord } from '../debuggee/runRecord';
import type { Cursor } from './cursor';

/** A stop to return to. */
export interface Checkpoint extends RecordedMoment {
  readonly cursor: Cursor;
}

/** The one checkpoint of a session, and whether what runs after a return is the same run. */
export class Checkpoints {
  private saved: Checkpoint | undefined;
  private isChanged = false;

  constructor(private readonly record: RunRecord) {}

  get last(): Checkpoint | undefined {
    return this.saved;
  }

  /** Memory was changed since the checkpoint was saved, so that a return begins another run. */
  get beginsAnotherRun(): boolean {
    return this.isChanged;
  }

  save(cursor: Cursor): void {
    this.saved = { ...this.record.now, cursor };
    this.isChanged = false;
  }

  /** Memory was changed. @param endsCheckpoint nothing leads back to the run without the change. */
  memoryChanged(endsCheckpoint: boolean): void {
    if (endsCheckpoint) this.saved = undefined;
    this.isChanged = true;
  }

  /** The program stands at the checkpoint again, as it was saved. */
  returned(): void {
    this.isChanged = false;
  }
}
