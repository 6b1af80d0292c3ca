import type { DiscLayout } from '../../model/plan/discLayout';
import type { DiscContentKind } from '../../model/plan/forecast';
import type { PieceSums } from '../../model/trace/discRows';
import type { TokenTime } from '../../model/trace/passTimes';
import type { Subject } from './subject';

export interface DiscReadsContent {
  readonly subject: Subject;
  readonly rows: readonly DiscRow[];
  /** The reads of one pass in their order, where they were measured. */
  readonly path?: DiscPath;
  /** A layout that was applied, and what it brought. */
  readonly applied?: AppliedLayout;
  /** Sectors of WEIGHTS.BIN, or of what a program without a plan could read; the rows add up to it. */
  readonly fileSectors: number;
  /** Where the time of the last token went, when it was measured. */
  readonly lastToken?: TokenTime;
}

/** The head's way in one pass. */
export interface DiscPath {
  readonly pass: number;
  readonly steps: readonly PathStep[];
}

export interface PathStep {
  /** The matrix, or the vectors. */
  readonly name: string;
  /** Index of the operation that waits for it. */
  readonly operation: number;
  readonly lba: number;
  readonly sectors: number;
  readonly seek: boolean;
  readonly ms?: number;
}

/** A layout that the user has chosen here. */
export interface AppliedLayout {
  readonly layout: DiscLayout;
  /** What it was to bring, and what it has brought as far as that was measured: sentences. */
  readonly sentences: readonly string[];
}

export interface DiscRow {
  readonly name: string;
  readonly kind: DiscContentKind;
  /** The unique layer. */
  readonly layer?: number;
  /** Sectors of WEIGHTS.BIN that hold it. Padding lies inside the sectors of the others, so it has none. */
  readonly sectors?: number;
  /** Bytes of WEIGHTS.BIN that mean something; for padding and header, the rest. */
  readonly bytes: number;
  /** Stays in RAM once read. */
  readonly resident: boolean;
  /** Reads done by the session so far. */
  readonly reads: number;
  /** How many of them had been done before. */
  readonly repeats: number;
  /** Bytes read by the session so far, and the sectors that held them. */
  readonly bytesRead: number;
  readonly sectorsRead: number;
  /** Where it was measured: the first sector on the disc, how often the head had to move, and milliseconds. */
  readonly lba?: number;
  readonly seeks?: number;
  readonly ms?: number;
  /** Reads that the plan does for each token. */
  readonly readsPerToken: number;
  /** Bytes that the plan reads for each token. */
  readonly bytesPerToken: number;
  /** Of a program without a plan, which may read any piece of it. */
  readonly pieces?: PieceSums;
}
