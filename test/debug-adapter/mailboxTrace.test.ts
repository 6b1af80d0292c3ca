import assert from 'node:assert/strict';
import type { MailboxEvent } from '../../debug-adapter/mailbox/events';
import { MailboxTrace } from '../../debug-adapter/mailbox/host/mailboxTrace';
import { tinyModel } from '../../model/convert/tiny';
import { planOf } from '../../project/program/plan';

const ticksPerSecond = 294_912_000;
const place = { ticksPerSecond, weightsSector: 300 };
const event = (seconds: number): MailboxEvent => ({
  number: 0,
  type: 'operation',
  pass: 0,
  index: 0,
  value: 0,
  extra: 0,
  start: (seconds * ticksPerSecond) % 2 ** 32,
  ticks: 1,
});

describe('times of a program’s reports', () => {
  /** What the trace says of looks, each at a time and with events of some times. */
  function timesOf(looks: readonly { now: number; events: readonly number[]; lost?: number }[]): number[] {
    const trace = new MailboxTrace(planOf(tinyModel()));
    return looks.flatMap(({ now, events, lost = 0 }) =>
      trace
        .eventsOf(
          {
            events: events.map(event),
            lost: { events: lost, text: 0, log: 0 },
            counters: { ticks: now * ticksPerSecond },
          },
          place,
        )
        .map((told) => ('at' in told ? (told.at ?? NaN) : NaN) / 1000),
    );
  }

  it('are right after a long stop, in which nothing is reported', () => {
    const looks = [
      { now: 1, events: [0.5, 1] },
      { now: 100, events: [99.5, 100] },
    ];
    assert.deepEqual(timesOf(looks), [0.5, 1, 99.5, 100]);
  });

  it('are right after a gap of lost events, and of a program that was found running', () => {
    const found = [{ now: 5000.5, events: [4980, 4990, 5000, 4999.5], lost: 9 }];
    assert.deepEqual(timesOf(found), [4980, 4990, 5000, 4999.5]);
  });

  it('stay right while an operation takes long, so that the program’s own clock is late', () => {
    const looks = [
      { now: 20, events: [20] },
      { now: 20, events: [28, 27] },
    ];
    assert.deepEqual(timesOf(looks), [20, 28, 27]);
  });
});
