import assert from 'node:assert/strict';
import { tinyModel } from '../../../model/convert/tiny';
import { Engine } from '../../../model/engine/engine';
import { cachedParts } from '../../../model/engine/partCache';
import type { ArithmeticVersion } from '../../../model/plan/arithmeticVersion';
import { compilePlan } from '../../../model/plan/compile';
import { greedy } from '../../../model/plan/runSettings';
import { packRange } from '../../../model/plan/weightsPacker';
import { bufferOf, quantised, runToEnd, startRun } from './runs';
import { streamed } from '../../support/streamed';

const model = tinyModel();
const text = [5, 9, 300, 12, 7];

describe('engine', () => {
  it('runs registers and prompt in batches and then token by token', async () => {
    const settings = { prompt: text, maxTokens: 3 };
    const { engine, plan } = await startRun(model, { mode: 'ieee', settings, plan: { batch: 4 } });
    assert.deepEqual(engine.position(), { pass: 0, first: 0, count: 4, tail: false, operation: 0 });
    const events = await runToEnd(engine);
    const passes = events.filter(({ type }) => type === 'pass');
    assert.deepEqual(passes, [
      { type: 'pass', pass: 0, first: 0, count: 4, tail: false },
      { type: 'pass', pass: 1, first: 4, count: 4, tail: false },
      { type: 'pass', pass: 2, first: 8, count: 1, tail: true },
      { type: 'pass', pass: 3, first: 9, count: 1, tail: true },
      { type: 'pass', pass: 4, first: 10, count: 1, tail: true },
    ]);
    const executed = events.flatMap((event) => (event.type === 'operation' ? [event] : []));
    const body = plan.operations.filter(({ tail }) => !tail);
    assert.deepEqual(
      executed.filter(({ pass }) => pass === 1).map(({ operation }) => operation),
      body.map(({ index }) => index),
    );
    assert.deepEqual(
      executed.filter(({ pass }) => pass === 3).map(({ operation }) => operation),
      plan.operations.map(({ index }) => index),
    );
    const tokens = events.flatMap((event) => (event.type === 'token' ? [event] : []));
    assert.deepEqual(
      tokens.map(({ pass, position }) => ({ pass, position })),
      [
        { pass: 2, position: 9 },
        { pass: 3, position: 10 },
        { pass: 4, position: 11 },
      ],
    );
    assert.deepEqual(events.at(-1), { type: 'end', reason: 'length' });
    assert.deepEqual(engine.state.progress.tokens, [...text, ...tokens.map(({ id }) => id)]);
  });

  it('does each read of the plan once in each pass, before its operation, and preloads once', async () => {
    const options = { batch: 4, maxPartBytes: 3000 };
    const { engine, plan, events } = await startRun(model, {
      mode: 'ieee',
      settings: { prompt: text, maxTokens: 2 },
      plan: options,
    });
    const preloads = plan.reads.filter(({ preload }) => preload);
    assert.deepEqual(
      events,
      preloads.map(({ index, sectors }) => ({ type: 'read', pass: -1, read: index, sectors })),
    );
    const seen = await runToEnd(engine);
    for (const pass of [0, 1, 2, 3]) {
      const tail = pass >= 2;
      const wanted = plan.reads.filter(
        ({ preload, neededBy }) => !preload && (tail || plan.operations[neededBy]?.tail === false),
      );
      const reads = seen.flatMap((event) => (event.type === 'read' && event.pass === pass ? [event] : []));
      assert.deepEqual(
        reads.map(({ read, sectors }) => ({ read, sectors })),
        wanted.map(({ index, sectors }) => ({ read: index, sectors })),
      );
    }
    let done = new Set<number>();
    for (const event of seen) {
      if (event.type === 'pass') done = new Set();
      if (event.type === 'read') done.add(event.read);
      if (event.type !== 'operation') continue;
      const needed = plan.reads.filter(({ preload, neededBy }) => !preload && neededBy === event.operation);
      assert.ok(needed.every(({ index }) => done.has(index)));
    }
  });

  it('has resident weights where the plan puts them, as on the disc', async () => {
    const q8 = await quantised(model);
    const { engine, plan } = await startRun(q8, { mode: 'ee', plan: { weights: 'resident' } });
    for (const read of plan.reads) {
      const onDisc = await packRange(q8, plan, read);
      const inRam = engine.readMemory(read.address, read.bytes);
      assert.ok(Buffer.from(inRam).equals(onDisc.subarray(0, read.bytes)), `read ${read.index}`);
    }
    assert.ok(plan.matrices.every(({ resident }) => resident));
  });

  it('computes the same whether matrices stay in RAM, are streamed, or come in parts', async () => {
    const plans = [{ weights: 'resident' as const }, { maxPartBytes: 2000 }, { maxPartBytes: 1 << 20 }];
    const settings = { prompt: text, maxTokens: 6 };
    const logits: Uint8Array[] = [];
    for (const plan of plans) {
      const run = await startRun(model, { mode: 'ee', settings, plan });
      await runToEnd(run.engine);
      logits.push(bufferOf(run, 'logits'));
    }
    assert.deepEqual(logits[1], logits[0]);
    assert.deepEqual(logits[2], logits[0]);
  });

  it('ends at a stop id, at the maximum, and when the context is full', async () => {
    const free = await startRun(model, { mode: 'ieee', settings: { prompt: text, maxTokens: 8 } });
    const tokens = (await runToEnd(free.engine)).flatMap((event) =>
      event.type === 'token' ? [event.id] : [],
    );
    const stop = tokens[3];
    assert.ok(stop !== undefined);
    const stopped = await startRun(model, { mode: 'ieee', settings: { prompt: text, stopIds: [stop] } });
    const events = await runToEnd(stopped.engine);
    assert.deepEqual(events.at(-1), { type: 'end', reason: 'stop id' });
    assert.equal(events.filter(({ type }) => type === 'token').length, tokens.indexOf(stop) + 1);

    const short = tinyModel({ seqLen: 7 });
    const full = await startRun(short, { mode: 'ieee', settings: { prompt: text, maxTokens: 100 } });
    const all = await runToEnd(full.engine);
    assert.deepEqual(all.slice(-2), [
      { type: 'token', pass: 3, position: 11, id: full.engine.state.progress.tokens.at(-1) },
      { type: 'end', reason: 'context' },
    ]);
    assert.equal(full.engine.state.progress.tokens.length, 8);
    await assert.rejects(
      full.engine.step(),
      /^EngineError: The run of tiny has ended and has no next operation\.$/,
    );
  });

  it('draws the same tokens from the same seed and others from another', async () => {
    const draw = async (seed: number): Promise<string> => {
      const sampling = {
        temperature: 1,
        topK: 50,
        topP: 0.9,
        repetitionPenalty: 1.2,
        noRepeatNgram: 3,
        seed,
      };
      const run = await startRun(model, {
        mode: 'ee',
        settings: { prompt: text, maxTokens: 12, ...sampling },
      });
      await runToEnd(run.engine);
      return run.engine.state.progress.tokens.join();
    };
    assert.equal(await draw(1), await draw(1));
    assert.notEqual(await draw(1), await draw(2));
  });

  it('keeps history and the last token in RAM', async () => {
    const run = await startRun(model, { mode: 'ieee', settings: { prompt: text, maxTokens: 2 } });
    const history = (): number[] => [...new Int32Array(bufferOf(run, 'history').buffer)].slice(0, 7);
    assert.deepEqual(history(), [...text, 0, 0]);
    await runToEnd(run.engine);
    assert.deepEqual(history(), run.engine.state.progress.tokens);
    assert.equal(new Int32Array(bufferOf(run, 'token').buffer)[0], run.engine.state.progress.tokens.at(-1));
  });

  it('reads memory within the arena only', async () => {
    const { engine, plan } = await startRun(model, { mode: 'ieee' });
    const { start, end } = plan.arena;
    assert.equal(engine.readMemory(start, 16).length, 16);
    assert.equal(engine.readMemory(end - 6, 16).length, 6);
    assert.equal(engine.readMemory(end, 16).length, 0);
    assert.equal(engine.readMemory(start - 1, 16).length, 0);
  });

  it('can try a step again when a read failed', async () => {
    const plan = compilePlan(model, streamed);
    const good = await startRun(model, { mode: 'ieee', settings: { prompt: text, maxTokens: 1 } });
    await runToEnd(good.engine);
    const loader = cachedParts(model, plan);
    const inPass = new Set(plan.reads.flatMap(({ preload, matrix }) => (preload ? [] : [matrix])));
    let reads = 0;
    const engine = new Engine({
      plan,
      mode: 'ieee',
      settings: { ...greedy, prompt: text, maxTokens: 1 },
      loader: (matrix, part) =>
        inPass.has(matrix) && reads++ % 2 === 0
          ? Promise.reject(new Error('The disc is dirty.'))
          : loader(matrix, part),
    });
    await engine.preload();
    let failures = 0;
    while (engine.ended === undefined) await engine.step().catch(() => failures++);
    assert.ok(failures > 0);
    assert.equal(failures * 2, reads);
    assert.deepEqual(engine.state.progress.tokens, good.engine.state.progress.tokens);
  });

  it('says what it cannot execute', async () => {
    const plan = compilePlan(model);
    const loader = (): Promise<Uint8Array> => Promise.resolve(new Uint8Array(3));
    const settings = { ...greedy, prompt: text };
    const newer = { ...plan, arithmetic: 3 as unknown as ArithmeticVersion };
    assert.throws(() => new Engine({ plan: newer, loader, settings, mode: 'ee' }), {
      name: 'EngineError',
      message: 'The plan of tiny has arithmetic version 3; this engine supports 1 and 2. Rebuild the plan.',
    });
    const older = { ...plan, eeFloats: 1 };
    assert.throws(() => new Engine({ plan: older, loader, settings, mode: 'ee' }), {
      message:
        'The plan of tiny asks for EE-float revision 1; this engine computes with 2. Rebuild the plan.',
    });
    assert.doesNotThrow(() => new Engine({ plan: older, loader, settings, mode: 'ieee' }));
    assert.throws(
      () => new Engine({ plan, loader, settings: { ...settings, prompt: [99999] }, mode: 'ee' }),
      {
        name: 'PlanError',
      },
    );
    await assert.rejects(new Engine({ plan, loader, settings, mode: 'ee' }).preload(), {
      message:
        /^Part 0 of \S+ has 3 bytes, but the plan of tiny expects \d+\. Rebuild the plan from this model\.$/,
    });
  });
});
