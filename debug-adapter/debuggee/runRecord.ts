import type { Plan } from '../../model/plan/plan';
import type { TraceEvent } from '../../model/trace/events';
import { History } from './history';
import { ReplayFilter, type Reported } from './replayFilter';

/** A moment of a run: what it had done by then, and how much of it was reported. */
export interface RecordedMoment {
  readonly history: History;
  readonly reported: Reported;
}

/** What is known of a run, and how much of it the editor and the views were told. */
export class RunRecord {
  readonly filter = new ReplayFilter();
  private past: History;

  constructor(plan: Plan, prompt: readonly number[]) {
    this.past = new History(plan, prompt);
  }

  get history(): History {
    return this.past;
  }

  /** The present moment, to return to. */
  get now(): RecordedMoment {
    return { history: this.past.with(), reported: this.filter.now };
  }

  add(event: TraceEvent): void {
    this.past.add(event);
  }

  /** The target joined a text with these tokens. */
  joined(tokens: readonly number[]): void {
    this.past = this.past.with(tokens);
  }

  /** The program is at an earlier moment again. */
  goBack({ history, reported }: RecordedMoment): void {
    this.past = history.with();
    this.filter.goBack(reported);
  }
}
