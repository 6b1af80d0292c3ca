import type { Provenance } from '../../model/trace/events';
import type { LostCounts } from '../../model/trace/runTotals';
import type { LinkFocus, ShownMoment } from './figures';

/** The run or file that the figures of a view are about, and where they come from. */
export interface Subject {
  /** The session's name, or the file's. */
  readonly name: string;
  readonly state: 'file' | 'running' | 'stopped' | 'ended';
  readonly provenance: Provenance;
  /** Passes begun and tokens sampled; 0 before the first. */
  readonly passes: number;
  readonly tokens: number;
  /** The figures of the summary. */
  readonly summary: Summary;
  /** The moment that is shown instead of the live state. */
  readonly moment?: ShownMoment;
  /** What was lost between the machine and the extension, when anything was. */
  readonly lost?: LostCounts;
  /** The target of the last link. */
  readonly focus?: LinkFocus;
  /** It is a program without a plan, watched from outside: it has no passes, tokens or forecasts. */
  readonly isProgram?: boolean;
  /** The model's file is known, so that links can lead to it. */
  readonly linked?: boolean;
  /** Changes when `facts` (figures.ts) would be answered differently. */
  readonly factsKey?: string;
}

/** What a token costs and what is left, on one line. */
export interface Summary {
  /** Milliseconds per token: measured, or as forecast before a run; absent where neither is known. */
  readonly tokenMs?: number;
  /** Bytes that the plan reads from the disc for each token, whole sectors; absent without a plan. */
  readonly tokenBytes?: number;
  readonly takenBytes: number;
  /** RAM of which nobody knows whether it is taken; absent where there is a plan. */
  readonly unknownBytes?: number;
  readonly totalBytes: number;
}
