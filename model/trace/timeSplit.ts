import type { OperationKind } from '../plan/plan';

/** What time is spent on, in the order in which it is always named. */
export const timeParts = ['disc', 'matmul', 'attention', 'rest'] as const;
export type TimePart = (typeof timeParts)[number];

/** Milliseconds by what they were spent on; `disc` is waiting for reads. The parts add up to the whole. */
export type TimeSplit = Readonly<Record<TimePart, number>>;

export const noTime: TimeSplit = { disc: 0, matmul: 0, attention: 0, rest: 0 };

/** The whole in milliseconds. */
export const totalMs = (split: TimeSplit): number => timeParts.reduce((sum, part) => sum + split[part], 0);

export function addTimes(a: TimeSplit, b: TimeSplit): TimeSplit {
  return {
    disc: a.disc + b.disc,
    matmul: a.matmul + b.matmul,
    attention: a.attention + b.attention,
    rest: a.rest + b.rest,
  };
}

/** The time of one operation: `ms` in all, of which it waited for reads for `readMs`. */
export function splitOperation(kind: OperationKind, ms: number, readMs: number): TimeSplit {
  // A read that began before the operation took longer than the operation waited for it.
  const disc = Math.min(readMs, ms);
  const part = kind === 'matmul' || kind === 'attention' ? kind : 'rest';
  return { ...noTime, disc, [part]: ms - disc };
}
