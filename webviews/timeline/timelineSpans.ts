import type { OperationTime } from '../../model/trace/history';
import { addTimes, noTime, type TimeSplit } from '../../model/trace/timeSplit';
import type { TimelineOperation, TimelineZoom } from '../messages/timeline';

/** How far the view is zoomed in: to a pass, or to a layer of it. */
export interface ZoomLevel {
  readonly pass: number;
  readonly layer?: number;
}

/** A part of a pass: a layer with its operations, or one operation. */
export interface Span {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly matrix?: string;
  /** The layer that can be zoomed into. */
  readonly layer?: number;
  /** Indices of its operations: the first, and the one after the last. */
  readonly first: number;
  readonly end: number;
  readonly split: TimeSplit;
}

/** The parts of a pass: its layers as a whole, or the operations of one, and what belongs to none. */
export function timelineSpans(
  { operations: times }: TimelineZoom,
  operations: readonly TimelineOperation[],
  layer: number | undefined,
): readonly Span[] {
  const spans: Span[] = [];
  for (const time of times) {
    const operation = operations[time.operation];
    if (operation === undefined || (layer !== undefined && operation.layer !== layer)) continue;
    const last = spans.at(-1);
    if (layer === undefined && operation.layer !== undefined && last?.layer === operation.layer) {
      spans[spans.length - 1] = { ...last, end: time.operation + 1, split: addTimes(last.split, time.split) };
    } else
      spans.push(
        layer === undefined && operation.layer !== undefined
          ? layerSpan(operation.layer, time)
          : operationSpan(operation, time),
      );
  }
  return spans;
}

/** What a span takes in all. */
export const totalOfSpans = (spans: readonly Span[]): TimeSplit =>
  spans.reduce((sum, { split }) => addTimes(sum, split), noTime);

/** `L07` */
export const layerName = (layer: number): string => `L${String(layer).padStart(2, '0')}`;

function layerSpan(layer: number, { operation, split }: OperationTime): Span {
  return {
    key: `layer ${layer}`,
    name: layerName(layer),
    kind: 'layer',
    layer,
    first: operation,
    end: operation + 1,
    split,
  };
}

function operationSpan({ id, kind, matrix }: TimelineOperation, { operation, split }: OperationTime): Span {
  return {
    key: `operation ${operation}`,
    name: id,
    kind,
    ...(matrix !== undefined && { matrix }),
    first: operation,
    end: operation + 1,
    split,
  };
}
