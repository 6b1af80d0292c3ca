import assert from 'node:assert/strict';
import { LostTokens } from '../../debug-adapter/mailbox/host/lostTokens';
import type { Status } from '../../debug-adapter/mailbox/status';
import { planOf } from '../../project/program/plan';
import { tinyModel } from '../../model/convert/tiny';
import type { TokenEvent } from '../../model/trace/events';

// Without registers a position is an index of the history.
const plan = planOf(tinyModel({ registers: 0 }));
const { registers } = plan.config;

/** Memory whose history holds 100, 101, … */
const memory = {
  read: (_address: number, length: number): Promise<Uint8Array> => {
    const ids = Uint32Array.from({ length: length / 4 }, (_, index) => 100 + index);
    return Promise.resolve(new Uint8Array(ids.buffer));
  },
};

function status(state: Status['state'], pass: number, known: number): { status: Status } {
  const position = { pass, first: known - 1, count: 1, tail: true, operation: 0 };
  return { status: { state, stop: undefined, position, known, end: undefined, errorCode: 0, error: '' } };
}
const token = (pass: number, position: number): TokenEvent => ({
  type: 'token',
  pass,
  position,
  id: 100 + position - registers,
});

describe('tokens whose events were lost', () => {
  it('are none while a program loads, and none of a prompt of several passes', async () => {
    const lost = new LostTokens(plan);
    assert.deepEqual(await lost.before(status('loading', 0, 0), [], memory), []);
    const first = token(3, registers + 13);
    assert.deepEqual(await lost.before(status('running', 3, registers + 13), [first], memory), []);
  });

  it('stand before those that are there, or before where the program is, each with its pass', async () => {
    const lost = new LostTokens(plan);
    lost.begin(5);
    const at = registers + 5;
    const there = [token(3, at + 2)];
    const found = await lost.before(status('running', 4, at + 3), there, memory);
    assert.deepEqual(found, [token(1, at), token(2, at + 1)]);
    assert.deepEqual(await lost.before(status('running', 6, at + 5), [], memory), [
      token(4, at + 3),
      token(5, at + 4),
    ]);
    assert.deepEqual(await lost.before(status('running', 6, at + 5), [], memory), []);
  });

  it('do not count what was there before anybody looked', async () => {
    const lost = new LostTokens(plan);
    lost.begin(5);
    lost.skip(status('stopped', 40, registers + 50), []);
    lost.skip({ status: undefined }, []);
    const next = token(40, registers + 50);
    assert.deepEqual(await lost.before(status('running', 40, registers + 50), [next], memory), []);
  });

  it('are left out where the history holds what is no token', async () => {
    const lost = new LostTokens(plan);
    lost.begin(1);
    const wrong = { read: (_: number, length: number) => Promise.resolve(new Uint8Array(length).fill(255)) };
    assert.deepEqual(await lost.before(status('running', 9, registers + 9), [], wrong), []);
  });
});
