import type { DriveTiming } from '../../disc/drive';
import type { DiscType } from '../../disc/sector';
import type { ModelConfig, TensorType } from '../model';
import type { ArithmeticVersion } from '../plan/arithmeticVersion';
import type { DiscLayout } from '../plan/discLayout';
import type { DiscForecast } from '../plan/forecast';
import type { BufferKind, OperationKind, Range, RegionKind } from '../plan/plan';
import type { Provenance, TraceEvent } from './events';
import type { Moment } from './moment';

/**
 * The custom events of a debug session for the views, by name with their bodies. `ps2ml/plan` is sent before
 * the first stop, and again when a program that describes itself reports more; the others when there is something new.
 */
export interface SessionEvents {
  readonly 'ps2ml/plan': SessionPlan;
  readonly 'ps2ml/trace': SessionTrace;
  readonly 'ps2ml/state': SessionState;
}

/**
 * The custom requests of a debug session by name, with their arguments. None has a body in its answer; a request that
 * lets the program run is answered before it does.
 */
export interface SessionRequests {
  /** Runs until the model has generated one more token. */
  readonly 'ps2ml/stepToken': SessionThread;
  /** Runs to the header of the next layer. */
  readonly 'ps2ml/stepLayer': SessionThread;
  /** Saves the present stop, the one before is discarded. */
  readonly 'ps2ml/saveCheckpoint': SessionThread;
  readonly 'ps2ml/returnToCheckpoint': SessionThread;
  /** Runs until an operation computes something else than the reference, past all breakpoints. */
  readonly 'ps2ml/compareWithReference': SessionThread;
  /** Runs to an operation of a later pass, past all breakpoints. */
  readonly 'ps2ml/runTo': Required<Moment>;
}

/** A request that names the thread as the protocol's own steps do; there is one thread. */
interface SessionThread {
  readonly threadId: number;
}

/** The parts of a plan that views show; everything else refers to it by index. Plain JSON. */
export interface SessionPlan {
  /** The model's file name. */
  readonly model: string;
  /** The program describes itself and may report more: then the plan is sent again. */
  readonly grows?: true;
  /** The same run goes on with a plan that has grown: indices keep their meaning. */
  readonly continues?: true;
  /** The identity of the model (`modelHash`), if computed. */
  readonly modelHash?: string;
  /** Launch path of the model that a program says it runs, which its listing does not name; absent if it is unknown. */
  readonly modelPath?: string;
  /** Absent for a program without a plan whose disc does not have exactly one model. */
  readonly config?: ModelConfig;
  /** Its disc layout; the default if absent. */
  readonly layout?: DiscLayout;
  /** The version of its arithmetic; absent in traces of version 1 of it. */
  readonly arithmetic?: ArithmeticVersion;
  /** Where the layout comes from, in words: `from ps2ml.json`. */
  readonly layoutFrom?: string;
  /** The drive that the weights are read from; absent without one, and in traces of version 1.0. */
  readonly drive?: SessionDrive;
  /** The source of measured figures; figures of the plan itself are a `forecast`. */
  readonly provenance: Provenance;
  readonly listing: SessionListing;
  /**
   * Present for a program without a plan: what it did is known from outside alone. It has no operations and no
   * listing, `matrices` are the contents of its disc, `reads` the different pieces of them that it read, and regions
   * and buffers what was known of its RAM at the end.
   */
  readonly program?: SessionProgram;
  /** The prompt, with the texts of its tokens where the session has a tokenizer. */
  readonly prompt?: readonly SessionToken[];
  /** The whole 32 MiB in ascending order, without gap or overlap. */
  readonly regions: readonly SessionRegion[];
  /** The contents of the regions, in ascending order. */
  readonly buffers: readonly SessionBuffer[];
  readonly matrices: readonly SessionMatrix[];
  /** Preloads first, then the reads of one pass in order of use. */
  readonly reads: readonly SessionRead[];
  readonly operations: readonly SessionOperation[];
  /** The rows of the tab Disc before anything was measured. */
  readonly forecast: DiscForecast;
}

/** A program that is watched from outside. */
export interface SessionProgram {
  /** Its file on the disc. */
  readonly name: string;
  /** What could not be read, and what overlaps, in sentences. */
  readonly notes: readonly string[];
}

export interface SessionRegion extends Range {
  readonly name: string;
  readonly kind: SessionRegionKind;
}

/** `unknown`: memory of a program without a plan that nothing is known of. */
export type SessionRegionKind = RegionKind | 'unknown';

export interface SessionToken {
  readonly id: number;
  readonly text?: string;
}

/** The medium in the drive, and its speed in forecasts. */
export interface SessionDrive {
  readonly disc: DiscType;
  readonly timing: DriveTiming;
}

/** The listing that frames and breakpoints of the session refer to. */
export interface SessionListing {
  /** The URI given at launch, when there was one. */
  readonly uri?: string;
  /** For the `source` request, if there is no URI. */
  readonly sourceReference?: number;
  /** Number of lines. */
  readonly lines: number;
  /** The whole text, so that a trace can be read without its model. */
  readonly text?: string;
}

/** A named place inside a region: a buffer, a resident tensor (`weights`) or a loaded file. */
export interface SessionBuffer extends Range {
  readonly name: string;
  readonly kind: BufferKind | 'file';
  /** Rows and elements of a row; absent for a file. */
  readonly rows?: number;
  readonly cols?: number;
}

export interface SessionMatrix {
  readonly index: number;
  readonly name: string;
  /** The unique layer it belongs to. */
  readonly layer?: number;
  readonly rows: number;
  readonly cols: number;
  readonly type: TensorType;
  readonly resident: boolean;
  /** Bytes of its parts in WEIGHTS.BIN, without the padding up to whole sectors. */
  readonly bytes: number;
}

export interface SessionRead {
  readonly index: number;
  /** Done once before the first pass, not in every pass. */
  readonly preload: boolean;
  /** The matrix, or undefined for the block of resident vectors. */
  readonly matrix?: number;
  /** Relative to the first sector of WEIGHTS.BIN; of a program without a plan, of the disc. */
  readonly sector: number;
  readonly sectors: number;
  /** Bytes without padding; the rest of the sectors is padding. */
  readonly bytes: number;
  /** Where the bytes begin in the matrix; only for a program without a plan, which may read any piece of it. */
  readonly offset?: number;
  /** The first operation before which it may be issued, and the one that needs it; 0 where there are none. */
  readonly issuedBefore: number;
  readonly neededBy: number;
}

export interface SessionOperation {
  readonly index: number;
  /** `L14.attn.q` */
  readonly id: string;
  readonly kind: OperationKind;
  /** The logical layer. */
  readonly layer?: number;
  /** The matrix or vector of weights that it uses. */
  readonly matrix?: number;
  readonly tail: boolean;
  /** Its line in the listing, from 1. */
  readonly line: number;
}

/** Trace events since the last such message, in order; the session sends at most 20 messages per second. */
export interface SessionTrace {
  readonly events: readonly TraceEvent[];
}

/** The position of the session; sent at each change. */
export type SessionState =
  | { readonly state: 'running' }
  | {
      readonly state: 'stopped';
      readonly pass: number;
      /** First position of the pass and how many positions it has. */
      readonly first: number;
      readonly count: number;
      /** Index of the operation that runs next; their number at the end of the run. */
      readonly operation: number;
      /** The current line, from 1: the operation's, a layer's header or, at the end, that of the pass. */
      readonly line: number;
    }
  | { readonly state: 'ended'; readonly reason: string };
