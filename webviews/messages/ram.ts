import type { SessionBuffer, SessionRegionKind } from '../../model/trace/session';
import type { AppliedLayout } from './discReads';
import type { Subject } from './subject';

export interface RamContent {
  readonly subject: Subject;
  readonly regions: readonly RamRegion[];
  /** The contents of the regions, in ascending order. */
  readonly buffers: readonly SessionBuffer[];
  /** Positions whose keys and values are in the KV cache, and how many it has room for. */
  readonly positions: number;
  readonly contextLength: number;
  /** Bytes of the console's RAM; the regions add up to it. */
  readonly totalBytes: number;
  /** The contents of the stream slots after the last reads, none before the first; absent where no run is shown. */
  readonly inSlots?: readonly string[];
  /** Positions in the cache at the end of each pass, as measured. */
  readonly samples?: readonly RamSample[];
  /** Most bytes of the stack that were in use, where that was seen. */
  readonly stackBytes?: number;
  /** A layout that was applied, and what it brought. */
  readonly applied?: AppliedLayout;
}

export interface RamSample {
  readonly pass: number;
  readonly positions: number;
}

export interface RamRegion {
  readonly name: string;
  readonly kind: SessionRegionKind;
  /** First address and the one after the last. */
  readonly start: number;
  readonly end: number;
}
