import assert from 'node:assert/strict';
import { settled, waitFor } from '../support/wait';

const quick = { noProgressMs: 60, waitMs: 400, pollMs: 1, lookMs: 5 };
const never = (): undefined => undefined;

describe('a wait of the tests', () => {
  it('gives the answer as soon as there is one, also 0 and an empty text', async () => {
    let left = 3;
    const ask = (): number | undefined => (left-- > 0 ? undefined : 0);
    assert.equal(await waitFor({ name: 'zero', ask, look: never, limits: quick }), 0);
    assert.equal(await waitFor({ name: 'a text', ask: () => '', look: never, limits: quick }), '');
  });

  it('ends when nothing changes, and says what it waited for and what it saw', async () => {
    await assert.rejects(
      waitFor({ name: 'the moon', ask: never, look: () => ({ sky: 'clouds' }), limits: quick }),
      /^Error: Timed out after [\d.]+ s waiting for the moon; nothing changed for [\d.]+ s\. Last seen: \{"sky":"clouds"\}$/,
    );
  });

  it('goes on as long as something changes, and not longer than its cap', async () => {
    let looks = 0;
    const begin = performance.now();
    await assert.rejects(
      waitFor({ name: 'the end', ask: never, look: () => ++looks, limits: quick }),
      /^Error: Timed out after [\d.]+ s waiting for the end\. Last seen: \d+$/,
    );
    assert.ok(performance.now() - begin >= quick.waitMs);
  });

  it('quotes what the question failed with', async () => {
    const ask = (): never => {
      throw new Error('no frame');
    };
    await assert.rejects(
      waitFor({ name: 'it', ask, look: never, limits: quick }),
      /\(no frame\)\. Last seen/,
    );
  });

  it('ends also when the question or the look hangs', async () => {
    const hang = (): Promise<undefined> => new Promise(() => undefined);
    await assert.rejects(waitFor({ name: 'it', ask: hang, look: never, limits: quick }), /waiting for it/);
    await assert.rejects(
      waitFor({ name: 'it', ask: never, look: hang, limits: quick }),
      /Last seen: nothing, because the look itself got no answer$/,
    );
  });

  it('gives what a promise gives, also false, and fails as it fails', async () => {
    assert.equal(await settled('no', Promise.resolve(false), never, quick), false);
    assert.deepEqual(await settled('nothing', Promise.resolve([undefined]), never, quick), [undefined]);
    await assert.rejects(settled('it', Promise.reject(new Error('broken')), never, quick), /^Error: broken$/);
    const pending = new Promise<string>(() => undefined);
    await assert.rejects(
      settled('the answer', pending, never, quick),
      /waiting for the answer; nothing changed/,
    );
  });
});
