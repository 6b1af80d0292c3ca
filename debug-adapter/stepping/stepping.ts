import type { Plan } from '../../model/plan/plan';
import { isEnd, layerOf, type BreakpointPlaces, type Cursor } from './cursor';
import type { RunUntil } from '../targets/target';

/** The ways to leave a stop. */
export type Step = 'next' | 'stepIn' | 'stepOut' | 'stepLayer' | 'stepToken' | 'continue';

/** What a step does: enter the layer, which executes nothing, run the target, or end a session whose run has ended. */
export type Move =
  | { readonly kind: 'enter'; readonly reason: 'step' | 'breakpoint' }
  | { readonly kind: 'run'; readonly until: RunUntil }
  | { readonly kind: 'end' };

/**
 * The listing is a call tree: a pass calls its layers, a layer its operations. On a header, next runs the layer,
 * step in enters it and step out ends the pass; inside, next and step in run the operation and step out goes to the
 * next header; on a line of the pass itself, next and step in run the operation and step out ends the pass.
 */
export function moveOf(plan: Plan, cursor: Cursor, step: Step, breakpoints: BreakpointPlaces): Move {
  if (isEnd(plan, cursor.position)) return { kind: 'end' };
  if (cursor.atHeader) {
    if (step === 'stepIn') return { kind: 'enter', reason: 'step' };
    if (breakpoints.atOperation(cursor.position.operation)) return { kind: 'enter', reason: 'breakpoint' };
  }
  return runOf(plan, cursor, step);
}

/** A run to the start of the first layer. */
export function toFirstLayer({ layers }: Plan): RunUntil {
  return { kind: 'operations', operations: layers.slice(0, 1).map(({ first }) => first) };
}

/** The run of a step, whatever breakpoints are at its start. */
export function runOf(plan: Plan, cursor: Cursor, step: Step): Move & { kind: 'run' } {
  return { kind: 'run', until: destinationOf(plan, cursor, step) };
}

function destinationOf(plan: Plan, cursor: Cursor, step: Step): RunUntil {
  const layer = layerOf(plan, cursor.position.operation);
  switch (step) {
    case 'continue':
      return { kind: 'end' };
    case 'stepToken':
      return { kind: 'pass' };
    case 'stepLayer':
      return { kind: 'operations', operations: plan.layers.map(({ first }) => first) };
    case 'next':
      if (cursor.atHeader && layer) return afterLayer(plan, layer.end);
      return { kind: 'operation' };
    case 'stepIn':
      return { kind: 'operation' };
    case 'stepOut':
      if (cursor.atHeader || !layer) return { kind: 'pass' };
      return afterLayer(plan, layer.end);
  }
}

/** The operation after a layer, or the next pass if there is none: a pass without a token continues with operation 0. */
function afterLayer(plan: Plan, end: number): RunUntil {
  return { kind: 'operations', operations: end < plan.operations.length ? [end, 0] : [0] };
}
