import assert from 'node:assert/strict';
import type { PassThrough } from 'node:stream';
import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { DapClient } from '../../cli/dapClient';
import type { TargetFactory } from '../../debug-adapter/session/sessionHost';
import { referenceInProcess } from '../debug-adapter/conversation';
import { ps2ml } from './terminal';

/** Lets what was written be read, then `ms` pass. */
async function pass(ms: number): Promise<void> {
  await setImmediate();
  mock.timers.tick(ms);
}

describe('the limit of a debug client', () => {
  let client: DapClient;
  let adapter: PassThrough;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    client = DapClient.inProcess((_input, output) => (adapter = output));
  });
  afterEach(() => mock.timers.reset());

  function send(message: object): void {
    const text = JSON.stringify(message);
    adapter.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  it('counts from the last message, however long the whole takes', async () => {
    const answer = client.request('launch');
    const stopped = client.next('stopped');
    for (let minutes = 0; minutes < 10; minutes++) {
      send({ type: 'event', event: 'output', body: { output: '.' } });
      await pass(59_000);
    }
    send({ type: 'event', event: 'stopped', body: { reason: 'entry' } });
    send({ type: 'response', request_seq: 1, success: true, body: { late: true } });
    assert.deepEqual(await answer, { late: true });
    assert.deepEqual((await stopped).body, { reason: 'entry' });
  });

  it('ends the wait for a silent adapter and says what was waited for', async () => {
    const sentence =
      /^WaitError: The debug session, waiting for the response to "launch", .* 60 s: the debug adapter sent nothing\.$/;
    const rejected = assert.rejects(client.request('launch'), sentence);
    await pass(60_000);
    await rejected;
    const event = assert.rejects(client.next('stopped', 'terminated'), /"stopped" or "terminated"/);
    await pass(60_000);
    await event;
  });
});

describe('a demo on a slow machine', () => {
  afterEach(() => mock.timers.reset());

  it('waits for a start of minutes that tells what it does', async () => {
    const slow: TargetFactory = (program, launch) => {
      const target = referenceInProcess(program, launch);
      const start = target.launch.bind(target);
      target.launch = async (run, signal, progress) => {
        for (let minutes = 0; minutes < 5; minutes++) {
          progress?.(`Building, ${minutes} minutes`);
          await pass(59_000);
        }
        mock.timers.reset();
        await start(run, signal, progress);
      };
      return target;
    };
    // From here on, so that every wait that begins before the start is part of it.
    mock.timers.enable({ apis: ['setTimeout'] });
    const { code, err } = await ps2ml(['demo', '--tokens', '2'], { targets: new Map([['reference', slow]]) });
    assert.equal(code, 0, err);
  });
});
