import type { TraceEvent } from '../../model/trace/events';

/**
 * Collects trace events so that a view gets at most 20 messages per second, however fast the program runs. It holds
 * events back until `open`, because a view cannot read events before it has the plan.
 */
export class TraceBatch {
  private events: TraceEvent[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isOpen = false;

  constructor(
    private readonly send: (events: readonly TraceEvent[]) => void,
    private readonly intervalMs = 50,
  ) {}

  /** Sends the collected events, and later ones as they come. */
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

  /** Sends the collected events, so that no event of a run follows its stop. */
  flush(): void {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    const { events } = this;
    this.events = [];
    if (events.length > 0) this.send(events);
  }
}
