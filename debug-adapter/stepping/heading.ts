import type { Moment } from '../../model/trace/moment';
import type { StepBackRoute } from './steppingBack';
import type { Position, RunUntil, StopReason } from '../targets/target';

/** The destination of a run. A target can only run within a pass, so it halts in between and is resumed. */
export class Heading {
  private asked: RunUntil | undefined;
  private wanted: Required<Moment> | undefined;
  private route: StepBackRoute | undefined;
  private wantsToken = false;

  /** The request of the current step. */
  get run(): RunUntil | undefined {
    return this.asked;
  }

  /** The line that the run is going back to, without breakpoints. */
  get returning(): StepBackRoute | undefined {
    return this.route;
  }

  /**
   * A step. One to the next token continues over passes that end without a token.
   * @returns the request for the target.
   */
  step(until: RunUntil, wantsToken = false): RunUntil {
    this.asked = until;
    this.wantsToken = wantsToken;
    return until;
  }

  /** Runs to a point and ignores all stops before it. @returns the request for the target. */
  goTo(moment: Required<Moment>): RunUntil {
    this.wanted = moment;
    this.asked = { kind: 'operations', operations: [moment.operation] };
    return this.asked;
  }

  goBack(route: StepBackRoute): void {
    this.route = route;
  }

  /** A token was sampled. */
  sampled(): void {
    this.wantsToken = false;
  }

  /** @returns how to continue from a halt in between; undefined if the run stops here. */
  onwards({ pass }: Pick<Position, 'pass'>, reason: StopReason): RunUntil | undefined {
    if (reason !== 'step') return undefined;
    if (this.wantsToken) return { kind: 'pass' };
    const goal = this.wanted ?? this.route?.line;
    return goal && pass < goal.pass ? { kind: 'operations', operations: [goal.operation] } : undefined;
  }

  /** The run is back, or will not get there. @returns its destination. */
  back(): StepBackRoute | undefined {
    const { route } = this;
    this.route = undefined;
    return route;
  }

  /** The program has stopped. */
  stopped(): void {
    this.asked = undefined;
    this.wanted = undefined;
    this.wantsToken = false;
  }
}
