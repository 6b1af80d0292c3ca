import type { TraceEvent } from '../../model/trace/events';

/** The events that the engine itself reports: its runner adds how likely each token was. */
export const withoutOdds = (events: readonly TraceEvent[]): TraceEvent[] =>
  events.filter(({ type }) => type !== 'odds');
