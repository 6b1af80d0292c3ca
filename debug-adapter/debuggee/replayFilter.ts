import type { TraceEvent } from '../../model/trace/events';

/** How much of a run was reported up to a moment: trace events and characters of text. */
export interface Reported {
  readonly events: number;
  readonly text: number;
}

/**
 * What editor and views were told of a run. A program that was brought back reports the same a second time; that is
 * not told twice, which would count it twice.
 */
export class Told {
  // Plain numbers: there are some hundred thousand events in a minute.
  private events = 0;
  private text = 0;
  private furthest: Reported = { events: 0, text: 0 };

  /** How much was reported up to here. */
  get now(): Reported {
    return { events: this.events, text: this.text };
  }

  /** The run has been further than this. */
  get isBehind(): boolean {
    return this.events < this.furthest.events;
  }

  /** The program is where it was when so much was reported. */
  goBack({ events, text }: Reported): void {
    this.events = events;
    this.text = text;
  }

  /** What comes now is of another run than what was told, and all of it is news. */
  beginAnew(): void {
    this.furthest = this.now;
  }

  /** Those of the events that were never told. */
  untold(events: readonly TraceEvent[]): readonly TraceEvent[] {
    const untold: TraceEvent[] = [];
    for (const event of events) {
      const known = this.furthest.events - this.events;
      // Said by who looks at the memory and not by the program, when it is more than ever.
      if (event.type === 'stack') untold.push(event);
      else if (event.type === 'lost') {
        // What is lost now may have been told the time before.
        if (known < Math.max(1, event.events))
          untold.push({ ...event, events: event.events - Math.max(0, known) });
        this.events += event.events;
        this.text += event.text;
      } else {
        if (known <= 0) untold.push(event);
        this.events++;
      }
    }
    this.note();
    return untold;
  }

  /** The part of a text that was never told. */
  untoldText(text: string): string {
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
