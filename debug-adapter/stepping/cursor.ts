import type { Layer, Plan } from '../../model/plan/plan';
import type { Position, RunUntil, StopReason } from '../targets/target';

/** Where a stopped session stands in the listing: before an operation's line, or before the header of its layer. */
export interface Cursor {
  readonly position: Position;
  /** The header of the layer that begins with `position.operation`. */
  readonly atHeader: boolean;
}

/** The end of a run, behind the last operation of its last pass. */
export function endOf(plan: Plan, lastPass: Omit<Position, 'operation'>): Cursor {
  return { position: { ...lastPass, operation: plan.operations.length }, atHeader: false };
}

/** Whether there is nothing to run from here. */
export function isEnd(plan: Plan, { operation }: Pick<Position, 'operation'>): boolean {
  return operation >= plan.operations.length;
}

/** What the breakpoints of a session stand on. */
export interface BreakpointPlaces {
  /** A breakpoint stands on the line of this operation. */
  atOperation(operation: number): boolean;
  /** A breakpoint stands on the header of this layer. */
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
 * The line that a stop of the target belongs to. A target knows operations only, so the first operation of a layer
 * stands for two lines: the header comes first, unless nothing but a breakpoint on the operation's own line stopped it.
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

/** Whether a run was meant to end before this operation, breakpoint or not. */
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
