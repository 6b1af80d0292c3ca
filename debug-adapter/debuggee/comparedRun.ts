import { compareFrom } from '../divergence/comparison';
import type { Comparison } from '../divergence/finding';
import { Judge } from '../divergence/judge';
import { placesOf } from '../divergence/places';
import type { Standing, Steps } from '../divergence/targetSteps';
import { bitEqual } from '../divergence/tolerances';
import { AdapterError } from '../errors/adapterError';
import type { LoadedProgram } from '../../project/program/load';
import type { Position, RunUntil, Target, TargetEvent } from '../targets/target';

/** A run that is compared with the reference: the stops between its operations are seen by nobody else. */
export class ComparedRun implements Steps {
  readonly sampled: number[] = [];
  private arrived: Standing | undefined;
  private waiting: (() => void) | undefined;
  private wantsPause = false;
  private readonly end = new AbortController();

  /** @param position where the program is stopped. */
  constructor(
    private readonly loaded: LoadedProgram,
    private readonly target: Target,
    private last: Position,
  ) {
    this.arrived = { type: 'stopped', position: last };
  }

  /** Where the program stood last. */
  get position(): Position {
    return this.last;
  }

  /** How the program has ended, if it has. */
  get ending(): Extract<TargetEvent, { readonly type: 'ended' | 'failed' }> | undefined {
    return this.ended;
  }
  private ended: Extract<TargetEvent, { readonly type: 'ended' | 'failed' }> | undefined;

  /**
   * Compares each operation from here on. Both sides must have the same text so far.
   * @param tokens of the program
   * @throws AdapterError when the reference does not come here.
   */
  async compare(tokens: readonly number[]): Promise<Comparison> {
    const { model, plan, arithmetic } = this.loaded.program;
    const judge = await Judge.start(model, plan, this.loaded.run, arithmetic);
    const isHere = await judge.runTo(this.last);
    if (!isHere || judge.progress.tokens.some((token, index) => token !== tokens[index]))
      throw new AdapterError(
        'notSupported',
        'The reference has another text at this point, so the first divergence is before it: restart the session, and compare from its first stop.',
      );
    return compareFrom(
      {
        ...{ model, plan, run: this.loaded.run, target: this.target },
        ...{ arithmetic, against: arithmetic, tolerances: bitEqual },
        placesOf: (name, row, column) => placesOf(model, plan, { name, row, column }),
        signal: this.end.signal,
      },
      judge,
      this,
    );
  }

  /** Takes an event of the target. @returns whether it is of no concern to others. */
  take(event: TargetEvent): boolean {
    if (event.type === 'stopped') {
      this.last = event.position;
      this.arrive(event);
      return true;
    }
    if (event.type !== 'ended' && event.type !== 'failed') return false;
    this.ended = event;
    this.arrive(event);
    return true;
  }

  /** Ends the comparison before the next operation. */
  pause(): void {
    this.wantsPause = true;
  }

  /** The session has ended. */
  abort(): void {
    this.end.abort(new Error('The session has ended.'));
    this.waiting?.();
  }

  async resume(until: RunUntil): Promise<Standing> {
    if (this.wantsPause) return { type: 'paused' };
    this.arrived = undefined;
    await this.target.resume(until);
    return this.standing();
  }

  async standing(): Promise<Standing> {
    for (;;) {
      this.end.signal.throwIfAborted();
      if (this.arrived) return this.arrived;
      await new Promise<void>((resolve) => (this.waiting = resolve));
    }
  }

  private arrive(standing: Standing): void {
    this.arrived = standing;
    this.waiting?.();
  }
}

/** What a comparison found, for the user. */
export function comparisonText({ divergence, operations }: Comparison): string {
  if (!divergence) return `Nothing differs from the reference in ${operations} operations.`;
  const { operation, matrix, kind, words } = divergence;
  return `First divergence: ${operation}${matrix === null ? '' : `, ${matrix}`}, kind ${kind}. ${words}`;
}
