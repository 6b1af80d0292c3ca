import type { Plan } from '../../model/plan/plan';
import type { Breakpoints } from '../breakpoints/breakpoints';
import { layerOf, layerStartingAt, type Cursor } from './cursor';
import type { History } from '../debuggee/history';
import { before, type Place } from './snapshots';
import type { Rewind } from './rewind';
import { AdapterError } from '../errors/adapterError';
import type { StopReason } from '../targets/target';

const beginning = (): AdapterError =>
  new AdapterError(
    'beginningOfRun',
    'This is the beginning of the run, or of the run since memory was changed.',
  );

/** A line of the listing at a moment of the run. */
export interface Line extends Place {
  /** The header of the layer that begins with the operation. */
  readonly atHeader: boolean;
}

/**
 * The line before: what `next` would have come from. From a header or a line of the pass itself that is the header of
 * the layer before; inside a layer the operation before, and from its first one the layer's own header.
 * @returns undefined at the beginning of the run.
 */
function lineBefore(plan: Plan, { position, atHeader }: Cursor, history: History): Line | undefined {
  const { pass, operation } = position;
  const layer = layerOf(plan, operation);
  const isInside = layer !== undefined && !atHeader;
  if (isInside && layer.first === operation) return { pass, operation, atHeader: true };
  const last = history.lastBefore(position);
  if (!last) return undefined;
  const place = { pass: last.position.pass, operation: last.operation.index };
  const lastLayer = layerOf(plan, place.operation);
  if (!lastLayer || (isInside && place.pass === pass)) return { ...place, atHeader: false };
  return { pass: place.pass, operation: lastLayer.first, atHeader: true };
}

/** A line that the run was at, and what a stop there is called. */
export interface WayBack {
  readonly line: Line;
  readonly reason: StopReason;
}

/** Where a run stands, and how far back it can go. */
export interface Whereabouts {
  readonly plan: Plan;
  readonly cursor: Cursor;
  readonly history: History;
  readonly breakpoints: Breakpoints;
  readonly rewind: Pick<Rewind, 'earliest' | 'reaches'>;
}

/**
 * The way to the line before, or to the last breakpoint that was passed by, without one to the beginning.
 * @throws AdapterError when there is none.
 */
export function wayBack(
  step: 'stepBack' | 'reverseContinue',
  { plan, cursor, history, breakpoints, rewind }: Whereabouts,
): WayBack {
  if (step === 'stepBack') {
    const line = lineBefore(plan, cursor, history);
    if (line && rewind.reaches(line)) return { line, reason: 'step' };
    throw beginning();
  }
  const line = breakpointBefore(plan, cursor, history, breakpoints);
  if (line && rewind.reaches(line)) return { line, reason: 'breakpoint' };
  const first = rewind.earliest;
  if (!first || isBeginning(cursor, rewind)) throw beginning();
  const atHeader = layerStartingAt(plan, first.operation) !== undefined;
  return { line: { ...first, atHeader }, reason: 'entry' };
}

/** Whether there is nothing before. */
export function isBeginning({ position }: Cursor, { earliest: first }: Pick<Rewind, 'earliest'>): boolean {
  return first === undefined || !before(first, position);
}

/** The last line with a breakpoint that the run has passed by. @returns undefined when there is none. */
function breakpointBefore(
  plan: Plan,
  cursor: Cursor,
  history: History,
  breakpoints: Breakpoints,
): Line | undefined {
  const here = lineOf(cursor);
  const operations = breakpoints.operations;
  if (operations.length === 0) return undefined;
  for (let pass: number | undefined = here.pass; pass !== undefined; pass = history.passBefore(pass)) {
    const hasTail = pass === here.pass || history.hasTail(pass);
    const lines = operations
      .filter((operation) => hasTail || plan.operations[operation]?.tail === false)
      .flatMap((operation) => linesAt(plan, { pass, operation }, breakpoints))
      .filter((line) => isBefore(line, here));
    const last = lines.at(-1);
    if (last) return last;
  }
  return undefined;
}

/** The lines with a breakpoint before an operation, in their order. */
function linesAt(plan: Plan, place: Place, breakpoints: Breakpoints): Line[] {
  const layer = layerStartingAt(plan, place.operation);
  const lines: Line[] = [];
  if (layer && breakpoints.atHeader(layer.index)) lines.push({ ...place, atHeader: true });
  if (breakpoints.atOperation(place.operation)) lines.push({ ...place, atHeader: false });
  return lines;
}

function lineOf({ position: { pass, operation }, atHeader }: Cursor): Line {
  return { pass, operation, atHeader };
}

function isBefore(a: Line, b: Line): boolean {
  return before(a, b) || (!before(b, a) && a.atHeader && !b.atHeader);
}
