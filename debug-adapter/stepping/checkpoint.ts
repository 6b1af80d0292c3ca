import type { Cursor } from './cursor';
import type { History } from '../debuggee/history';
import type { Reported } from '../debuggee/replayFilter';

/** A stop that the user has kept, with what was known of the run then. */
export interface Checkpoint {
  readonly history: History;
  readonly cursor: Cursor;
  readonly told: Reported;
}
