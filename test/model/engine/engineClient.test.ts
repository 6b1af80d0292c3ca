import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { tinyModel } from '../../../model/convert/tiny';
import type { LoadRequest } from '../../../model/engine/messages';
import { EngineClient } from '../../../model/engine/node/engineClient';
import { compilePlan } from '../../../model/plan/compile';
import { greedy } from '../../../model/plan/runSettings';
import { projectRoot } from '../../support/project';
import { psntBytes } from '../../support/psntBytes';
import { EventLog } from './eventLog';
import { quantised, runToEnd, startRun } from './runs';
import { streamed } from '../../support/streamed';
import { withoutOdds } from '../../support/withoutOdds';

const prompt = [5, 9, 300];
const arena = { start: 0x180000, end: 0x280000 };

describe('engine in a worker', () => {
  let folder: string;
  let worker: string;
  let modelPath: string;
  let request: LoadRequest;
  const clients: EngineClient[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-engine-'));
    worker = path.join(folder, 'engine-worker.js');
    await build({
      entryPoints: [path.join(projectRoot, 'model/engine/node/engineWorker.ts')],
      outfile: worker,
      bundle: true,
      platform: 'node',
    });
    modelPath = path.join(folder, 'tiny.psnt');
    await writeFile(modelPath, await psntBytes(tinyModel()));
    const plan = compilePlan(await quantised(tinyModel()), { ...streamed, arena });
    request = { model: { path: modelPath }, plan, settings: { ...greedy, prompt, maxTokens: 4 }, mode: 'ee' };
  });
  after(async () => {
    await Promise.all(clients.map((client) => client.dispose()));
    await rm(folder, { recursive: true });
  });

  function open(): { client: EngineClient; log: EventLog } {
    const log = new EventLog();
    const client = new EngineClient(worker, log.listener);
    clients.push(client);
    return { client, log };
  }

  it('reads a PSNT in the order that was asked for', async () => {
    const bytes = await psntBytes(tinyModel());
    const order = 'scales-first';
    // A file of version 3 cannot have it, so that it is refused exactly when it is passed on.
    for (const model of [
      { path: modelPath, order },
      { bytes, label: 'tiny.psnt', order },
    ])
      await assert.rejects(open().client.load({ ...request, model }), /scales-first/);
  });

  it('computes what it computes here, from a file and from bytes', async () => {
    const direct = await startRun(await quantised(tinyModel()), {
      mode: 'ee',
      settings: request.settings,
      plan: { arena },
    });
    const wanted = [...direct.events, ...(await runToEnd(direct.engine))];
    const { start, end } = arena;
    const bytes = await psntBytes(tinyModel());
    for (const model of [request.model, { bytes, label: 'tiny.psnt' }]) {
      const { client, log } = open();
      const position = { pass: 0, first: 0, count: 7, tail: true, operation: 0 };
      assert.deepEqual(await client.load({ ...request, model }), position);
      assert.deepEqual(log.events.at(-1), { type: 'stopped', reason: 'entry', position });
      await log.stop();
      await client.resume({ kind: 'end' });
      assert.deepEqual(await log.last(), { type: 'ended', reason: 'length' });
      assert.deepEqual(
        withoutOdds(log.events.flatMap((event) => (event.type === 'trace' ? event.events : []))),
        wanted,
      );
      const ram = await client.readMemory(start, end - start);
      assert.ok(Buffer.from(ram).equals(direct.engine.readMemory(start, end - start)));
    }
  });

  it('takes breakpoints, pauses and states to go back to', async () => {
    const { client, log } = open();
    await client.load({ ...request, settings: { ...request.settings, maxTokens: 120 } });
    await log.stop();
    await client.takeSnapshot();
    const first = 1;
    await client.setBreakpoints([3]);
    await client.resume({ kind: 'end' });
    assert.deepEqual(await log.stop(), { reason: 'breakpoint', pass: 0, operation: 3 });
    await client.setBreakpoints([]);
    await client.resume({ kind: 'end' });
    await client.pause();
    assert.equal((await log.stop()).reason, 'pause');
    assert.equal((await client.restore(first)).operation, 0);
    await client.forget(first);
    await assert.rejects(client.restore(first), /^EngineError: Snapshot 1 does not exist\.$/);
  });

  it('refuses in words', async () => {
    const { client } = open();
    await assert.rejects(client.resume({ kind: 'end' }), /^EngineError: The engine has no model yet\.$/);
    const missing = { path: path.join(folder, 'missing.psnt') };
    await assert.rejects(client.load({ ...request, model: missing }), /missing\.psnt/);
    await client.load(request);
    await assert.rejects(
      client.load(request),
      /^EngineError: The engine already has a model\. Start another one\.$/,
    );
  });

  it('answers what waits and refuses what comes after it was disposed of', async () => {
    const { client, log } = open();
    const loading = client.load(request);
    await Promise.all([
      client.dispose(),
      assert.rejects(loading, /^EngineError: The reference engine was stopped\.$/),
    ]);
    await assert.rejects(
      client.takeSnapshot(),
      /^EngineError: The reference engine has stopped\. Start it again\.$/,
    );
    await client.dispose();
    assert.deepEqual(log.events, []);
  });

  it('reports a worker that breaks down', async () => {
    const broken = path.join(folder, 'broken.js');
    await writeFile(broken, 'throw new Error("no memory left")');
    const log = new EventLog();
    const client = new EngineClient(broken, log.listener);
    clients.push(client);
    const event = await log.last();
    assert.deepEqual(event, {
      type: 'failed',
      message: 'The reference engine failed: Error: no memory left',
    });
    await assert.rejects(
      client.pause(),
      /^EngineError: The reference engine has stopped\. Start it again\.$/,
    );
  });
});
