import type { TimeSplit } from '../../model/trace/timeSplit';
import type { Subject } from './subject';

/** The tokens of a run. */
export interface TokensContent {
  readonly subject: Subject;
  /** By position; of a long run the last ones. */
  readonly tokens: readonly TokenRow[];
  /** Tokens before those, of which only the count is kept. */
  readonly dropped: number;
}

export interface TokenRow {
  readonly position: number;
  readonly id: number;
  /** Its text, where the session has a tokenizer. */
  readonly text?: string;
  /** The pass that ended with it. */
  readonly pass: number;
  /** Milliseconds since the token before, by what they were spent on, where that was measured. */
  readonly split?: TimeSplit;
}
