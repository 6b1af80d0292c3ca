import type { OperationKind } from '../../model/plan/plan';
import type { OperationTime } from '../../model/trace/history';
import type { RunTimes } from '../../model/trace/passTimes';
import type { Subject } from './subject';

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
