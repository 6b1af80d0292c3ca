import type { TraceEvent } from '../../model/trace/events';
import { History, type Planned } from './history';
import { ReplayFilter, type Reported } from './replayFilter';

/** A point of a run: what it had done by then, and how much of it was reported. */
export interface RecordedMoment {
  readonly history: History;
  readonly reported: Reported;
}

/** What is known of a run, and how much of it was reported to the editor and the views. */
export class RunRecord {
  readonly filter = new ReplayFilter();
  private past: History;

  constructor(
    private readonly planned: Planned,
    prompt: readonly number[],
  ) {
    this.past = new History(planned, prompt);
  }

  get history(): History {
    return this.past;
  }

  /** The current point, to return to. */
  get now(): RecordedMoment {
    return { history: this.past.with(), reported: this.filter.now };
  }

  add(event: TraceEvent): void {
    this.past.add(event);
  }

  /** The target joined a running text with these tokens. */
  joined(tokens: readonly number[]): void {
    this.past = this.past.with(tokens);
  }

  /** Another text begins, with these tokens. */
  begin(tokens: readonly number[]): void {
    this.past = new History(this.planned, tokens);
    this.filter.startNewRun();
  }

  /** The program went back to an earlier point. */
  goBack({ history, reported }: RecordedMoment): void {
    this.past = history.with();
    this.filter.goBack(reported);
  }
}
