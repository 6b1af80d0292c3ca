import type { Planned } from '../debuggee/history';
import type { Stop } from '../debuggee/stop';
import { isDestination, layerStartingAt, type Cursor } from '../stepping/cursor';
import type { Position, RunUntil } from '../targets/target';
import { limits } from '../waits/limits';
import { withLimit } from '../waits/wait';
import type { Breakpoints } from './breakpoints';

/** What to do at an operation with a breakpoint. */
interface GateDecision {
  /** The line with the breakpoint that stops the run; undefined when no condition holds. */
  readonly holding: Cursor | undefined;
  /** The current step ends here in any case. */
  readonly endsStep: boolean;
  /** The first line of the operation. */
  readonly first: Cursor;
}

/** Decides at which breakpoints a run stops: those whose conditions and hit counts hold. */
export class BreakpointGate {
  /**
   * @param stopOf the stop at a line, in which conditions are evaluated.
   * @param say receives the messages of log points.
   */
  constructor(
    private readonly planned: Planned,
    private readonly breakpoints: Breakpoints,
    private readonly stopOf: (cursor: Cursor) => Stop,
    private readonly say: (text: string) => void,
  ) {}

  /** Whether a breakpoint on this line stops the run. */
  stopsAt(cursor: Cursor): Promise<boolean> {
    const stops = this.breakpoints.stopAt(this.stopOf(cursor), this.say);
    const advice = 'remove the condition or the log message from the breakpoint';
    return withLimit(stops, limits.breakpoints, 'Evaluating a breakpoint', advice);
  }

  /** Whether a condition holds there. Hit counts and log messages do not count when stepping back. */
  holdsAt(cursor: Cursor): Promise<boolean> {
    return this.breakpoints.holdAt(this.stopOf(cursor));
  }

  /** @param run the current step. */
  async decide(position: Position, run: RunUntil | undefined): Promise<GateDecision> {
    const atHeader = layerStartingAt(this.planned.plan, position.operation) !== undefined;
    const first = { position, atHeader };
    const endsStep = run !== undefined && isDestination(run, position.operation);
    // A step ends at the header, whatever breakpoints are inside the layer.
    const lines = atHeader && !endsStep ? [first, { position, atHeader: false }] : [first];
    let holding: Cursor | undefined;
    for (const line of lines) if (!holding && (await this.stopsAt(line))) holding = line;
    return { holding, endsStep, first };
  }
}
