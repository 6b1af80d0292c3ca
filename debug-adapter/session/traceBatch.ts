import type { TraceEvent } from '../../model/trace/events';

/**
 * Collects trace events so that a view gets at most 20 messages a second, however fast the program runs. It keeps them
 * until it is opened: what comes before the plan means nothing to who has not got the plan.
 */
export class TraceBatch {
  private events: TraceEvent[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isOpen = false;

  constructor(
    private readonly send: (events: readonly TraceEvent[]) => void,
    private readonly intervalMs = 50,
  ) {}

  /** From now on events are sent. */
  open(): void {
    this.isOpen = true;
    this.flush();
  }

  add(events: readonly TraceEvent[]): void {
    for (const event of events) this.events.push(event);
    if (this.isOpen && this.events.length > 0) {
      this.timer ??= setTimeout(() => {
        this.flush();
      }, this.intervalMs);
    }
  }

  /** Sends what there is, so that nothing of a run comes after its stop. */
  flush(): void {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    const { events } = this;
    this.events = [];
    if (events.length > 0) this.send(events);
  }
}
