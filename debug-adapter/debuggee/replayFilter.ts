import type { TraceEvent } from '../../model/trace/events';

/** How much of a run was reported up to a moment: trace events and characters of text. */
export interface Reported {
  readonly events: number;
  readonly text: number;
}

/**
 * Drops events and text that a replayed run reports a second time, because the views would count them twice.
 */
export class ReplayFilter {
  // Plain numbers: there are some hundred thousand events per minute.
  private events = 0;
  private text = 0;
  private furthest: Reported = { events: 0, text: 0 };
  /** The last position whose odds were reported. */
  private oddsUpTo = -1;

  /** How much was reported up to here. */
  get now(): Reported {
    return { events: this.events, text: this.text };
  }

  /** The run has been further than the current point. */
  get isBehind(): boolean {
    return this.events < this.furthest.events;
  }

  /** The program went back to the point at which this much was reported. */
  goBack({ events, text }: Reported): void {
    this.events = events;
    this.text = text;
  }

  /** A new run starts, so all that follows is new. */
  startNewRun(): void {
    this.furthest = this.now;
    this.oddsUpTo = -1;
  }

  /** The events that were not reported before. */
  newEvents(events: readonly TraceEvent[]): readonly TraceEvent[] {
    const fresh: TraceEvent[] = [];
    for (const event of events) {
      const known = this.furthest.events - this.events;
      // The host measures the stack and reports only a new maximum.
      if (event.type === 'stack') fresh.push(event);
      else if (event.type === 'odds') {
        // Read from memory, which may succeed at a replay only.
        if (event.position > this.oddsUpTo) fresh.push(event);
        this.oddsUpTo = Math.max(this.oddsUpTo, event.position);
      } else if (event.type === 'lost') {
        // Events that are lost now may have been reported before.
        if (known < Math.max(1, event.events))
          fresh.push({ ...event, events: event.events - Math.max(0, known) });
        this.events += event.events;
        this.text += event.text;
      } else {
        if (known <= 0) fresh.push(event);
        this.events++;
      }
    }
    this.note();
    return fresh;
  }

  /** The part of a text that was not reported before. */
  newText(text: string): string {
    const from = Math.max(0, this.furthest.text - this.text);
    this.text += text.length;
    this.note();
    return text.slice(from);
  }

  private note(): void {
    const { events, text, furthest } = this;
    if (events > furthest.events || text > furthest.text)
      this.furthest = { events: Math.max(events, furthest.events), text: Math.max(text, furthest.text) };
  }
}
