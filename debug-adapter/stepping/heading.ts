import type { Moment } from '../../model/trace/moment';
import type { WayBack } from './steppingBack';
import type { Position, RunUntil, StopReason } from '../targets/target';

/** Where a run is to go. A target knows no way over several passes, so that it halts on the way and is sent on. */
export class Heading {
  private asked: RunUntil | undefined;
  private wanted: Required<Moment> | undefined;
  private way: WayBack | undefined;
  private wantsToken = false;

  /** What the step asked for that is under way. */
  get run(): RunUntil | undefined {
    return this.asked;
  }

  /** The line that it is on the way back to, without breakpoints. */
  get returning(): WayBack | undefined {
    return this.way;
  }

  /**
   * A step, which may be one to the next token: it goes on over passes that end without one.
   * @returns what to ask of the target.
   */
  step(until: RunUntil, wantsToken = false): RunUntil {
    this.asked = until;
    this.wantsToken = wantsToken;
    return until;
  }

  /** Over all stops before it. @returns what to ask of the target. */
  goTo(moment: Required<Moment>): RunUntil {
    this.wanted = moment;
    this.asked = { kind: 'operations', operations: [moment.operation] };
    return this.asked;
  }

  goBack(way: WayBack): void {
    this.way = way;
  }

  /** A token was sampled. */
  sampled(): void {
    this.wantsToken = false;
  }

  /** @returns how it goes on from a halt on the way; undefined where it is to stop. */
  onwards({ pass }: Pick<Position, 'pass'>, reason: StopReason): RunUntil | undefined {
    if (reason !== 'step') return undefined;
    if (this.wantsToken) return { kind: 'pass' };
    const goal = this.wanted ?? this.way?.line;
    return goal && pass < goal.pass ? { kind: 'operations', operations: [goal.operation] } : undefined;
  }

  /** It is back, or will not get there. @returns where it was to go back to. */
  back(): WayBack | undefined {
    const { way } = this;
    this.way = undefined;
    return way;
  }

  /** The program stands. */
  stands(): void {
    this.asked = undefined;
    this.wanted = undefined;
    this.wantsToken = false;
  }
}
