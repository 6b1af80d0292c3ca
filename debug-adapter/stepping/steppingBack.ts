import type { Plan } from '../../model/plan/plan';
import type { Breakpoints } from '../breakpoints/breakpoints';
import { isEnd, layerOf, layerStartingAt, type Cursor } from './cursor';
import type { History } from '../debuggee/history';
import { before, type Place } from './snapshots';
import type { Rewind } from './rewind';
import { AdapterError } from '../errors/adapterError';
import type { RunUntil, StopReason } from '../targets/target';

const beginning = (): AdapterError => new AdapterError('beginningOfRun', 'This is the start of the run.');

/** A line of the listing at a point of the run. */
export interface Line extends Place {
  /** The header of the layer that starts with the operation. */
  readonly atHeader: boolean;
}

/**
 * The previous line, the one that `next` came from. From a header or a line of the pass itself, that is the header of
 * the previous layer. Inside a layer, it is the previous operation, or from the first operation the layer's own header.
 * @returns undefined at the start of the run.
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

/** An earlier line of the run, and the reason to report for a stop there. */
export interface StepBackRoute {
  readonly line: Line;
  readonly reason: StopReason;
}

/** Where a run is stopped, and how far it can go back. */
export interface StepBackContext {
  readonly plan: Plan;
  readonly cursor: Cursor;
  readonly history: History;
  readonly breakpoints: Breakpoints;
  readonly rewind: Pick<Rewind, 'earliest' | 'reaches'>;
}

/**
 * The route to the previous line, or to the last breakpoint that was passed; if there is none, to the start of the run.
 * @throws AdapterError when the run is at its start.
 */
export function stepBackRoute(
  step: 'stepBack' | 'reverseContinue',
  { plan, cursor, history, breakpoints, rewind }: StepBackContext,
): StepBackRoute {
  if (step === 'stepBack') {
    const line = lineBefore(plan, cursor, history);
    if (line && rewind.reaches(line)) return { line, reason: 'step' };
    throw beginning();
  }
  const line = breakpointBefore(plan, cursor, history, breakpoints);
  if (line && rewind.reaches(line)) return { line, reason: 'breakpoint' };
  const first = rewind.earliest;
  if (!first || isRunStart(cursor, rewind)) throw beginning();
  const atHeader = layerStartingAt(plan, first.operation) !== undefined;
  return { line: { ...first, atHeader }, reason: 'entry' };
}

/** The request to a target that leads to a line of this pass or of a later one. */
export function wayTo(plan: Plan, { operation }: Line): RunUntil {
  return isEnd(plan, { operation }) ? { kind: 'end' } : { kind: 'operations', operations: [operation] };
}

/** Whether the run starts here. */
export function isRunStart({ position }: Cursor, { earliest: first }: Pick<Rewind, 'earliest'>): boolean {
  return first === undefined || !before(first, position);
}

/** The last line with a breakpoint that the run has passed; undefined if there is none. */
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

/** The lines with a breakpoint before an operation, in order. */
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
