import assert from 'node:assert/strict';
import { tinyModel } from '../../../model/convert/tiny';
import type { EngineEvent, RunUntil, StopReason } from '../../../model/engine/messages';
import { EngineRunner } from '../../../model/engine/runner';
import { compilePlan } from '../../../model/plan/compile';
import { greedy, type RunSettings } from '../../../model/plan/runSettings';
import type { TraceEvent } from '../../../model/trace/events';
import { EventLog } from './eventLog';
import { runToEnd, startRun } from './runs';
import { streamed } from '../../support/streamed';
import { withoutOdds } from '../../support/withoutOdds';

const model = tinyModel();
const plan = compilePlan(model, { ...streamed, batch: 4 });
const prompt = [5, 9, 300, 12, 7];

async function start(
  settings: Partial<RunSettings> = {},
  now?: () => number,
): Promise<{ runner: EngineRunner; log: EventLog }> {
  const log = new EventLog();
  const complete = { ...greedy, prompt, maxTokens: 3, ...settings };
  const runner = new EngineRunner(
    { model, plan, settings: complete, mode: 'ieee', ...(now && { now }) },
    log.listener,
  );
  await runner.start();
  assert.deepEqual(await log.stop(), { reason: 'entry', pass: 0, operation: 0 });
  return { runner, log };
}

const operation = (id: string): number => plan.operations.findIndex((candidate) => candidate.id === id);

describe('engine runner', () => {
  it('steps by operation, to operations and to the next pass', async () => {
    const { runner, log } = await start();
    const go = async (until: RunUntil): Promise<{ reason: StopReason; pass: number; operation: number }> => {
      await runner.resume(until);
      return log.stop();
    };
    assert.deepEqual(await go({ kind: 'operation' }), { reason: 'step', pass: 0, operation: 1 });
    const [first, second] = [operation('L01.attn.norm'), operation('L02.attn.norm')];
    const either: RunUntil = { kind: 'operations', operations: [second, first] };
    assert.deepEqual(await go(either), { reason: 'step', pass: 0, operation: first });
    assert.deepEqual(await go(either), { reason: 'step', pass: 0, operation: second });
    assert.deepEqual(await go({ kind: 'pass' }), { reason: 'step', pass: 1, operation: 0 });
    assert.deepEqual(await go({ kind: 'operations', operations: [0] }), {
      reason: 'step',
      pass: 2,
      operation: 0,
    });
    await runner.resume({ kind: 'end' });
    assert.equal((await log.last()).type, 'ended');
  });

  it('stops at breakpoints wherever it is going, but leaves the one it stands at', async () => {
    const { runner, log } = await start();
    const at = operation('L03.ffn.w2');
    await runner.setBreakpoints([at, 0]);
    for (const stop of [
      { reason: 'breakpoint', pass: 0, operation: at },
      { reason: 'breakpoint', pass: 1, operation: 0 },
      { reason: 'breakpoint', pass: 1, operation: at },
    ]) {
      await runner.resume({ kind: 'end' });
      assert.deepEqual(await log.stop(), stop);
    }
  });

  it('reports everything that happened, in order, before it stops', async () => {
    const { runner, log } = await start();
    const direct = await startRun(model, {
      mode: 'ieee',
      settings: { prompt, maxTokens: 3 },
      plan: { batch: 4 },
    });
    const wanted = [...direct.events, ...(await runToEnd(direct.engine))];
    for (const until of [{ kind: 'operation' }, { kind: 'pass' }, { kind: 'end' }] as const) {
      await runner.resume(until);
      await log.last();
    }
    const traced = log.events.flatMap((event) => (event.type === 'trace' ? event.events : []));
    assert.deepEqual(withoutOdds(traced), wanted);
    const behind = traced.flatMap(({ type }, index) => (type === 'odds' ? traced[index - 1]?.type : []));
    assert.deepEqual(behind, ['token', 'token', 'token'], 'the odds of each token come right behind it');
    assert.deepEqual(log.events.at(-1), { type: 'ended', reason: 'length' });
  });

  it('loses nothing when batches are sent in the middle of operations', async () => {
    // Each look at this clock takes time, so that a slice ends at every third breath.
    let time = 0;
    const { runner, log } = await start({ maxTokens: 4 }, () => (time += 4));
    await runner.resume({ kind: 'end' });
    await log.last();
    const direct = await startRun(model, {
      mode: 'ieee',
      settings: { prompt, maxTokens: 4 },
      plan: { batch: 4 },
    });
    const batches = log.events.flatMap((event) => (event.type === 'trace' ? [event.events] : []));
    assert.ok(batches.length > 100, `${batches.length} batches`);
    assert.deepEqual(withoutOdds(batches.flat()), [...direct.events, ...(await runToEnd(direct.engine))]);
  });

  it('pauses a run, and then answers what needs a stop', async () => {
    const { runner, log } = await start({ maxTokens: 200 });
    await runner.resume({ kind: 'end' });
    await assert.rejects(
      runner.readMemory(plan.arena.start, 4),
      /Cannot read memory while the engine is running\. Pause it first\.$/,
    );
    await assert.rejects(
      runner.resume({ kind: 'end' }),
      /Cannot continue while the engine is running\. Pause it first\.$/,
    );
    await runner.pause();
    const stop = await log.stop();
    assert.equal(stop.reason, 'pause');
    assert.equal((await runner.readMemory(plan.arena.start, 4)).length, 4);
    await runner.pause();
    await runner.resume({ kind: 'operation' });
    assert.equal((await log.stop()).reason, 'step');
  });

  it('lets others run while it does', async () => {
    const long = tinyModel({ seqLen: 2048 });
    const log = new EventLog();
    const settings = { ...greedy, prompt, maxTokens: 2000 };
    const runner = new EngineRunner(
      { model: long, plan: compilePlan(long), settings, mode: 'ee' },
      log.listener,
    );
    await runner.start();
    await log.stop();
    await runner.resume({ kind: 'end' });
    setTimeout(() => void runner.pause(), 0);
    assert.equal((await log.stop()).reason, 'pause');
  });

  it('keeps states to go back to, until they are forgotten', async () => {
    const { runner, log } = await start();
    await runner.takeSnapshot();
    const saved = log.kept.at(-1)?.snapshot ?? 0;
    await runner.resume({ kind: 'end' });
    await log.last();
    await assert.rejects(
      runner.resume({ kind: 'end' }),
      /^EngineError: The run has ended\. Restart it, or step back\.$/,
    );
    assert.deepEqual(await runner.restore(saved), { pass: 0, first: 0, count: 4, tail: false, operation: 0 });
    await runner.resume({ kind: 'operation' });
    assert.deepEqual(await log.stop(), { reason: 'step', pass: 0, operation: 1 });
    await runner.forget(saved);
    await assert.rejects(runner.restore(saved), /^EngineError: Snapshot 1 does not exist\.$/);
  });

  it('keeps a state in the middle of a run, from which it does the same again', async () => {
    const { runner, log } = await start({ maxTokens: 20 });
    await runner.resume({ kind: 'end' });
    await new Promise((resolve) => setImmediate(resolve));
    await runner.takeSnapshot();
    await log.last();
    const at = log.events.findIndex(({ type }) => type === 'snapshotTaken');
    const [kept] = log.kept;
    assert.ok(kept && at > 0);
    const behind = log.events.slice(at + 1);
    assert.deepEqual(await runner.restore(kept.snapshot), kept.position);
    const before = log.events.length;
    await runner.resume({ kind: 'end' });
    await log.last();
    const events = (list: readonly EngineEvent[]): TraceEvent[] =>
      list.flatMap((event) => (event.type === 'trace' ? event.events : []));
    assert.ok(events(behind).length > 0);
    assert.deepEqual(events(log.events.slice(before)), events(behind));
  });

  it('keeps no state of an ended run, whose position is not its own, but the next one', async () => {
    const { runner, log } = await start();
    await runner.takeSnapshot();
    const [entry] = log.kept;
    assert.ok(entry);
    await runner.resume({ kind: 'end' });
    assert.equal((await log.last()).type, 'ended');
    await runner.takeSnapshot();
    assert.equal(log.kept.length, 1);
    await runner.restore(entry.snapshot);
    await runner.resume({ kind: 'operation' });
    await log.stop();
    assert.equal(log.kept.at(-1)?.position.operation, 1);
  });

  it('says nothing after it was disposed of', async () => {
    const { runner, log } = await start({ maxTokens: 200 });
    await runner.resume({ kind: 'end' });
    const before = log.events.length;
    await runner.dispose();
    await runner.dispose();
    assert.equal(log.events.length, before);
  });

  it('makes a failure of the disc an event with its sentence, and can go on after it', async () => {
    let gone = false;
    const { size } = model.source;
    const read = (offset: number, length: number): Promise<Uint8Array> =>
      gone ? Promise.reject(new Error('The disc is gone.')) : model.source.read(offset, length);
    const log = new EventLog();
    const runner = new EngineRunner(
      { model: { ...model, source: { size, read } }, plan, settings: { ...greedy, prompt }, mode: 'ieee' },
      log.listener,
    );
    await runner.start();
    await log.stop();
    gone = true;
    await runner.resume({ kind: 'end' });
    assert.deepEqual(await log.last(), { type: 'failed', message: 'The disc is gone.' });
    gone = false;
    await runner.resume({ kind: 'pass' });
    assert.deepEqual(await log.stop(), { reason: 'step', pass: 1, operation: 0 });
  });
});
