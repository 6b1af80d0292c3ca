import type { TraceEvent } from '../model/trace/events';

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
  private reported: Reported = { events: 0, text: 0 };
  private furthest: Reported = { events: 0, text: 0 };

  /** How much was reported up to here. */
  get now(): Reported {
    return this.reported;
  }

  /** The run has been further than this. */
  get isBehind(): boolean {
    return this.reported.events < this.furthest.events;
  }

  /** The program is where it was when so much was reported. */
  goBack(to: Reported): void {
    this.reported = to;
  }

  /** What comes now is of another run than what was told, and all of it is news. */
  beginAnew(): void {
    this.furthest = this.reported;
  }

  /** Those of the events that were never told. */
  untold(events: readonly TraceEvent[]): readonly TraceEvent[] {
    return events.flatMap((event): TraceEvent[] => {
      // Said by who looks at the memory and not by the program, when it is more than ever.
      if (event.type === 'stack') return [event];
      // What is lost now may have been told the time before.
      const known = this.furthest.events - this.reported.events;
      const count = event.type === 'lost' ? event.events : 1;
      const text = event.type === 'lost' ? event.text : 0;
      this.advance(count, text);
      if (event.type !== 'lost') return known > 0 ? [] : [event];
      return known >= Math.max(1, count) ? [] : [{ ...event, events: count - Math.max(0, known) }];
    });
  }

  /** The part of a text that was never told. */
  untoldText(text: string): string {
    const from = Math.max(0, this.furthest.text - this.reported.text);
    this.advance(0, text.length);
    return text.slice(from);
  }

  private advance(events: number, text: number): void {
    const { reported, furthest } = this;
    this.reported = { events: reported.events + events, text: reported.text + text };
    this.furthest = {
      events: Math.max(furthest.events, this.reported.events),
      text: Math.max(furthest.text, this.reported.text),
    };
  }
}
