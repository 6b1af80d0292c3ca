import type { TensorType } from '../model/model';
import type { DiscRow as ForecastRow } from '../model/plan/forecast';
import type { DiscLayout } from '../model/plan/discLayout';
import type { OperationKind, RegionKind } from '../model/plan/plan';
import type { OperationTime } from '../model/trace/history';
import type { LostCounts } from '../model/trace/runTotals';
import type { Provenance } from '../model/trace/events';
import type { RunTimes, TokenTime } from '../model/trace/passTimes';
import type { SessionBuffer } from '../model/trace/session';
import type { LinkFocus, ShownMoment } from './messages/figures';

/**
 * Everything that the extension and its webviews say to each other: types only, checked again on both sides when a
 * message arrives. A view that has been shown says `pull` with the revision it has; the answer comes as soon as there
 * is a newer one. A hidden view has no page, so it asks for nothing and nothing runs for it.
 */
export type ToView<Content> =
  | { readonly type: 'content'; readonly revision: number; readonly content: Content }
  /** There is nothing to show; the view keeps what it remembers from before a reload, or says what to do. */
  | { readonly type: 'empty'; readonly revision: number };

export interface FromView {
  readonly type: 'pull';
  /** The revision that the view shows; -1 when it has none. */
  readonly revision: number;
}

/** The inspector of one `.psnt` file. */
export interface InspectorContent {
  readonly fileName: string;
  readonly fileBytes: number;
  /** One line about the model, for example `Q8 · 5 layers · dim 64`; absent when the header cannot be read. */
  readonly summary?: string;
  /** What is wrong with the file, in one sentence. What could be read is shown all the same. */
  readonly problem?: string;
  readonly fields: readonly HeaderFieldRow[];
  readonly layout?: LayoutFacts;
  readonly matrices: readonly MatrixRow[];
  readonly forecast?: Forecast;
  /** The disc image that holds the file, where one is known. */
  readonly image?: ImagePlace;
}

/** Where a file lies on a disc image. */
export interface ImagePlace {
  readonly name: string;
  /** Its path on the image. */
  readonly path: string;
  /** First sector. */
  readonly lba: number;
}

export interface HeaderFieldRow {
  readonly name: string;
  /** Byte offset in the file; absent for a default that this version of the format does not store. */
  readonly offset?: number;
  /** `u32`, `i32` or `f32`. */
  readonly type: string;
  readonly value: string;
  /** What a code or a set of bits stands for: `Q8`. */
  readonly reading?: string;
  readonly meaning: string;
  /** Why the value cannot be right, or why it is odd. */
  readonly remark?: { readonly severity: 'warning' | 'error'; readonly text: string };
}

export interface LayoutFacts {
  readonly order: string;
  /** More than one order fits. */
  readonly ambiguous: boolean;
  readonly evidence: readonly string[];
}

export interface MatrixRow {
  readonly name: string;
  /** The unique layer. */
  readonly layer?: number;
  /** What it is for: `ffn gate`. */
  readonly role: string;
  readonly rows: number;
  readonly cols: number;
  readonly type: TensorType;
  /** First byte in the file, scales included. */
  readonly offset: number;
  /** All bytes, scales included. */
  readonly bytes: number;
  /** First byte of the scales; absent for a tensor without. */
  readonly scalesOffset?: number;
  /** First byte of the values. */
  readonly dataOffset: number;
  /** Of row l only the first l + 2 values are stored. */
  readonly triangular?: true;
}

/** What running the model would take. */
export interface Forecast {
  readonly fits: boolean;
  /** All in one sentence, or why the model cannot be run. */
  readonly sentence: string;
  /** What stands behind the sentence; absent when the model cannot be run. */
  readonly behind?: ForecastRows;
}

export interface ForecastRows {
  /** What is read from disc; the sectors of a pass add up to what the sentence says. */
  readonly disc: readonly ForecastRow[];
  /** The console's 32 MiB, in ascending order. */
  readonly ram: readonly RamRegion[];
  readonly bytesPerToken: number;
  /** What is special about the layout that is forecast, in words. */
  readonly layout: string;
  /** What keeping more in RAM would save, in one sentence; absent where it would save nothing. */
  readonly spare?: string;
  /** How long they take to transfer, by the place on the disc. */
  readonly times: readonly {
    readonly name: string;
    readonly bytesPerSecond: number;
    readonly time: string;
  }[];
}

/** Whom the figures of a view are about, and how they came about. */
export interface Subject {
  /** The session's name, or the file's. */
  readonly name: string;
  readonly state: 'file' | 'running' | 'stopped' | 'ended';
  readonly provenance: Provenance;
  /** Passes begun and tokens sampled; 0 before the first. */
  readonly passes: number;
  readonly tokens: number;
  /** The moment that is shown instead of the present. */
  readonly moment?: ShownMoment;
  /** What the machine reported and nobody heard, when there is any. */
  readonly lost?: LostCounts;
  /** What was last pointed at by a link. */
  readonly focus?: LinkFocus;
  /** The model's file is known, so that links can lead to it. */
  readonly linked?: boolean;
  /** Changes when `facts` (messages/figures.ts) would be answered differently. */
  readonly factsKey?: string;
}

export interface DiscReadsContent {
  readonly subject: Subject;
  readonly rows: readonly DiscRow[];
  /** The reads of one pass in their order, where they were measured. */
  readonly path?: DiscPath;
  /** A layout that was applied, and what it brought. */
  readonly applied?: AppliedLayout;
  /** Sectors of WEIGHTS.BIN; the rows add up to it. */
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
  readonly kind: 'matrix' | 'vectors' | 'padding' | 'header';
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
}

export interface RamContent {
  readonly subject: Subject;
  readonly regions: readonly RamRegion[];
  /** What lies inside the regions, in ascending order. */
  readonly buffers: readonly SessionBuffer[];
  /** Positions whose keys and values are in the KV cache, and how many it has room for. */
  readonly positions: number;
  readonly contextLength: number;
  /** Bytes of the console's RAM; the regions add up to it. */
  readonly totalBytes: number;
  /** What stands in the stream slots, by the last reads. */
  readonly inSlots?: readonly string[];
  /** Positions in the cache at the end of each pass, as measured. */
  readonly samples?: readonly RamSample[];
  /** Most bytes of the stack that were in use, where that was seen. */
  readonly stackBytes?: number;
}

export interface RamSample {
  readonly pass: number;
  readonly positions: number;
}

export interface RamRegion {
  readonly name: string;
  readonly kind: RegionKind;
  /** First address and the one after the last. */
  readonly start: number;
  readonly end: number;
}

/** Where the time went, pass by pass; without passes where nothing was measured. */
export interface TimelineContent extends Pick<RunTimes, 'passes' | 'dropped' | 'total'> {
  readonly subject: Subject;
  /** The operations of the plan, to name what `zoom` holds. */
  readonly operations?: readonly TimelineOperation[];
  /** The operations of one pass, of the one that is shown or the last; a forecast where nothing ran. */
  readonly zoom?: TimelineZoom;
  /** First and last pass whose single events are kept; the moments that can be shown. */
  readonly kept?: readonly [first: number, last: number];
  /** A reference session can be sent to a moment to show its values. */
  readonly canShowValues?: boolean;
}

export interface TimelineOperation {
  readonly id: string;
  readonly kind: OperationKind;
  readonly layer?: number;
  readonly matrix?: string;
}

export interface TimelineZoom {
  /** -1 for a forecast. */
  readonly pass: number;
  readonly operations: readonly OperationTime[];
}
