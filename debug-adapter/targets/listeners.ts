import { errorText } from '../../common/errorText';
import type { TargetEvent } from './target';

/** The listeners to the events of a target, until it ends. */
export class Listeners {
  private readonly all: ((event: TargetEvent) => void)[] = [];
  private readonly ended = new AbortController();

  add(listener: (event: TargetEvent) => void): void {
    this.all.push(listener);
  }

  readonly emit = (event: TargetEvent): void => {
    if (this.ended.signal.aborted) return;
    for (const listener of this.all) listener(event);
  };

  readonly fail = (error: unknown): void => {
    this.emit({ type: 'failed', message: errorText(error) });
  };

  /** Aborts when the listeners get no more events. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }

  /** Stops sending events. */
  end(): void {
    this.ended.abort(new Error('The session has ended.'));
  }
}
