import type { Layer, Plan } from '../../model/plan/plan';
import type { Position, RunUntil, StopReason } from '../targets/target';

/** Where a session is stopped in the listing: before the line of an operation, or before the header of its layer. */
export interface Cursor {
  readonly position: Position;
  /** Before the header of the layer that starts with `position.operation`. */
  readonly atHeader: boolean;
}

/** The end of a run, after the last operation of its last pass. */
export function endOf(plan: Plan, lastPass: Omit<Position, 'operation'>): Cursor {
  return { position: { ...lastPass, operation: plan.operations.length }, atHeader: false };
}

/** Whether this is after the last operation. */
export function isEnd(plan: Plan, { operation }: Pick<Position, 'operation'>): boolean {
  return operation >= plan.operations.length;
}

/** Where the breakpoints of a session are. */
export interface BreakpointPlaces {
  /** Whether there is a breakpoint on the line of this operation. */
  atOperation(operation: number): boolean;
  /** Whether there is a breakpoint on the header of this layer. */
  atHeader(layer: number): boolean;
}

/** The layer that an operation belongs to. */
export function layerOf(plan: Plan, operation: number): Layer | undefined {
  const index = plan.operations[operation]?.layer;
  return index === undefined ? undefined : plan.layers[index];
}

/** The layer whose first operation this is. */
export function layerStartingAt(plan: Plan, operation: number): Layer | undefined {
  const layer = layerOf(plan, operation);
  return layer?.first === operation ? layer : undefined;
}

/**
 * The line of a stop of the target. Targets stop at operations only, and the first operation of a layer has two lines:
 * its own and the header. The stop is at the header, unless only a breakpoint on the operation's own line caused it.
 */
export function cursorAt(
  plan: Plan,
  position: Position,
  reason: StopReason,
  run: RunUntil | undefined,
  breakpoints: BreakpointPlaces,
): Cursor {
  const layer = layerStartingAt(plan, position.operation);
  if (!layer) return { position, atHeader: false };
  const onlyItsOwnLine =
    reason === 'breakpoint' &&
    !breakpoints.atHeader(layer.index) &&
    breakpoints.atOperation(position.operation) &&
    !(run && isDestination(run, position.operation));
  return { position, atHeader: !onlyItsOwnLine };
}

/** Whether a run ends before this operation, with or without a breakpoint. */
export function isDestination(run: RunUntil, operation: number): boolean {
  switch (run.kind) {
    case 'operation':
      return true;
    case 'operations':
      return run.operations.includes(operation);
    case 'pass':
      return operation === 0;
    case 'end':
      return false;
  }
}
