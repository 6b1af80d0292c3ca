import type { TraceSink } from '../../model/trace/file/writer';

/** A file that is written while something happens. */
export interface GrowingFile extends TraceSink {
  /** How much of it the events of a trace may take, where that is less than usual. */
  readonly limitBytes?: number;
  /** Flushes, so that others can read what was written. */
  flush(): Promise<void>;
  /** Nothing is written any more. */
  close(): Promise<void>;
}
