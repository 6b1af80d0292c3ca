import type { ComparedRow } from '../../model/trace/compare/compare';
import type { DiscReadRow } from '../../model/trace/discRows';
import type { OperationKind } from '../../model/plan/plan';
import type { RunTimes } from '../../model/trace/passTimes';
import type { DriveFacts } from '../../model/trace/driveFacts';
import type { RamRegion } from '../messages/ram';

/** The editor of one trace. */
export interface TraceContent {
  readonly fileName: string;
  /** Why it cannot be opened, in one sentence; there is no `trace` then. */
  readonly problem?: string;
  readonly trace?: OpenedTrace;
}

export interface OpenedTrace {
  /** The run's name. */
  readonly name: string;
  /** What the file says of itself, for people. */
  readonly facts: readonly TraceFact[];
  /** What is missing: events that were lost or left out, an end that was cut off. */
  readonly notes: readonly string[];
  /** It is of a program without a plan, watched from outside. */
  readonly isProgram?: boolean;
  readonly disc: readonly DiscReadRow[];
  readonly operations: readonly TraceOperation[];
  readonly times: RunTimes;
  readonly regions: readonly RamRegion[];
  /** Bytes of the console's RAM; the regions add up to it. */
  readonly totalBytes: number;
  /** What the reads say of the drive; absent where none was read or the trace does not say which. */
  readonly drive?: DriveFacts;
  readonly comparison?: TraceComparison;
}

export interface TraceFact {
  readonly name: string;
  readonly value: string;
}

export interface TraceOperation {
  readonly index: number;
  readonly id: string;
  readonly kind: OperationKind;
  readonly layer?: number;
  /** Its line in the listing. */
  readonly line: number;
  readonly runs: number;
  readonly ms?: number;
  /** Of `ms`, waiting for its reads. */
  readonly discMs?: number;
}

/** The run beside an earlier one. */
export interface TraceComparison {
  /** The other file's name. */
  readonly baseline: string;
  /** What makes the runs hard to compare, in sentences. */
  readonly differences: readonly string[];
  readonly rows: readonly ComparedRow[];
}

/** What the page asks for; every answer is null. */
export type TraceRequest = 'compare' | 'endComparison' | 'export' | 'showListing' | 'showInViews';
