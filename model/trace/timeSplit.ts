import type { OperationKind } from '../plan/plan';

/** The parts of the time, in display order. */
export const timeParts = ['disc', 'matmul', 'attention', 'rest'] as const;
export type TimePart = (typeof timeParts)[number];

/** Milliseconds by part; `disc` is waiting for reads. The parts add up to the total. */
export type TimeSplit = Readonly<Record<TimePart, number>>;

export const noTime: TimeSplit = { disc: 0, matmul: 0, attention: 0, rest: 0 };

/** The total in milliseconds. */
export const totalMs = (split: TimeSplit): number => timeParts.reduce((sum, part) => sum + split[part], 0);

export function addTimes(a: TimeSplit, b: TimeSplit): TimeSplit {
  return {
    disc: a.disc + b.disc,
    matmul: a.matmul + b.matmul,
    attention: a.attention + b.attention,
    rest: a.rest + b.rest,
  };
}

/** The time of one operation: `ms` in total, including `readMs` of waiting for reads. */
export function splitOperation(kind: OperationKind, ms: number, readMs: number): TimeSplit {
  // A read that started before the operation took longer than the operation waited for it.
  const disc = Math.min(readMs, ms);
  const part = kind === 'matmul' || kind === 'attention' ? kind : 'rest';
  return { ...noTime, disc, [part]: ms - disc };
}
