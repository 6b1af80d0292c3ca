import type { RecordedMoment, RunRecord } from '../debuggee/runRecord';
import type { Cursor } from './cursor';

/** A stop to return to. */
export interface Checkpoint extends RecordedMoment {
  readonly cursor: Cursor;
}

/** The checkpoint of a session, and whether the run stays the same after a return. */
export class Checkpoints {
  private saved: Checkpoint | undefined;
  private isChanged = false;

  constructor(private readonly record: RunRecord) {}

  get last(): Checkpoint | undefined {
    return this.saved;
  }

  /** Memory was changed after the checkpoint was saved, so a return starts a new run. */
  get startsNewRun(): boolean {
    return this.isChanged;
  }

  save(cursor: Cursor): void {
    this.saved = { ...this.record.now, cursor };
    this.isChanged = false;
  }

  /** Memory was changed. @param endsCheckpoint the target cannot return to the run without the change. */
  memoryChanged(endsCheckpoint: boolean): void {
    if (endsCheckpoint) this.saved = undefined;
    this.isChanged = true;
  }

  /** The program is stopped at the checkpoint again, as it was saved. */
  returned(): void {
    this.isChanged = false;
  }
}
