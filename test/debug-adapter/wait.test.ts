import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { withLimit, withStallLimit } from '../../debug-adapter/waits/wait';

const never = new Promise<void>(() => undefined);

describe('a wait', () => {
  it('gives what it waited for', async () => {
    assert.equal(await withLimit(Promise.resolve(7), 1000, 'It', 'wait'), 7);
  });

  it('that takes too long says for what, how long and what to do', async () => {
    const message = 'WaitError: Pausing took longer than 0.005 s: wait, or end the session.';
    await assert.rejects(withLimit(never, 5, 'Pausing', 'wait, or end the session'), (error) => {
      assert.equal(String(error), message);
      return true;
    });
  });

  it('ends with the reason of an abort, before or meanwhile', async () => {
    const controller = new AbortController();
    const wait = withLimit(never, 60_000, 'It', 'wait', controller.signal);
    controller.abort(new Error('changed my mind'));
    await assert.rejects(wait, /changed my mind/);
    await assert.rejects(withLimit(never, 60_000, 'It', 'wait', controller.signal), /changed my mind/);
  });

  it('for something that goes on has no end but its own, and one that stalls says so', async () => {
    const work = async (goesOn: () => void): Promise<number> => {
      for (let i = 0; i < 10; i++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        goesOn();
      }
      return 7;
    };
    assert.equal(await withStallLimit(work, 150, 'It', 'wait'), 7);
    const stalled = withStallLimit(() => never, 5, 'Building', 'start again');
    await assert.rejects(stalled, /^WaitError: Building made no progress for 0\.005 s: start again\.$/);
  });
});
