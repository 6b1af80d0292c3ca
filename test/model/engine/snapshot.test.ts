import assert from 'node:assert/strict';
import fc from 'fast-check';
import { generateModel } from '../../../model/convert/generated';
import { tinyModel } from '../../../model/convert/tiny';
import { PagedMemory, type MemorySnapshot } from '../../../model/engine/pagedMemory';
import type { TraceEvent } from '../../../model/trace/events';
import { everyFeature } from '../../support/randomModel';
import { quantised, startRun, type Run } from './runs';

const sampling = {
  temperature: 0.9,
  topK: 40,
  topP: 0.95,
  repetitionPenalty: 1.2,
  noRepeatNgram: 3,
  seed: 7,
};

async function steps({ engine }: Run, count: number): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  for (let i = 0; i < count && engine.ended === undefined; i++) events.push(...(await engine.step()));
  return events;
}

function ramOf({ engine }: Run): Buffer {
  return Buffer.from(engine.state.memory.bytes);
}

describe('saving and restoring an engine', () => {
  it('gives the same RAM, events and tokens again, from any operation', async () => {
    // Every buffer has pages of its own, so that none is saved by accident with another.
    const config = { ...everyFeature, seqLen: 2048, vocabSize: 3000 };
    const model = await quantised(generateModel({ seed: 3, config }));
    const plan = { batch: 3, arena: { start: 0x180000, end: 0x480000 } };
    for (const [mode, arithmeticVersion] of [
      ['ieee', 1],
      ['ee', 1],
      ['ee', 2],
    ] as const) {
      const settings = { prompt: [5, 9, 300, 12], maxTokens: 20, ...sampling };
      const run = await startRun(model, { mode, settings, plan: { ...plan, arithmeticVersion } });
      for (const distance of [1, 37, 120, 5, 200, 77]) {
        await steps(run, distance);
        const saved = run.engine.save();
        const [ram, progress] = [ramOf(run), structuredClone(run.engine.state.progress)];
        const events = await steps(run, 50);
        const [after, end] = [ramOf(run), structuredClone(run.engine.state.progress)];
        assert.ok(!after.equals(ram), 'RAM changes in 50 operations');

        run.engine.restore(saved);
        assert.ok(ramOf(run).equals(ram));
        assert.deepEqual(run.engine.state.progress, progress);

        assert.deepEqual(await steps(run, 50), events);
        assert.ok(ramOf(run).equals(after));
        assert.deepEqual(run.engine.state.progress, end);
      }
    }
  });

  it('comes back from the end of the run', async () => {
    const run = await startRun(tinyModel(), { mode: 'ieee', settings: { prompt: [5], maxTokens: 1 } });
    const saved = run.engine.save();
    await steps(run, 1000);
    assert.equal(run.engine.ended, 'length');
    run.engine.restore(saved);
    assert.equal(run.engine.ended, undefined);
    assert.deepEqual(run.engine.position(), { pass: 0, first: 0, count: 5, tail: true, operation: 0 });
  });

  it('copies only the pages that were written since', async () => {
    const run = await startRun(tinyModel(), { mode: 'ieee', settings: { prompt: [5], maxTokens: 9 } });
    const [first, second] = [run.engine.save(), run.engine.save()];
    assert.ok(first.memory.pages.every((page, i) => page === second.memory.pages[i]));
    await run.engine.step();
    const third = run.engine.save();
    const changed = third.memory.pages.filter((page, i) => page !== second.memory.pages[i]).length;
    assert.ok(changed >= 1 && changed <= 4, `${changed} pages changed by the embedding of 5 positions`);
  });
});

describe('paged memory', () => {
  it('restores what a whole copy would', () => {
    const size = 5 * 4096 + 100;
    const write = fc.record({
      address: fc.nat(size - 1),
      length: fc.nat(6000),
      value: fc.integer({ min: 1, max: 255 }),
    });
    const command = fc.oneof(write, write, fc.constant('save' as const), fc.nat(20));
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const memory = new PagedMemory(size);
        const saved: { snapshot: MemorySnapshot; copy: Uint8Array }[] = [];
        for (const item of commands) {
          if (item === 'save') saved.push({ snapshot: memory.save(), copy: memory.bytes.slice() });
          else if (typeof item === 'number') {
            const point = saved[item];
            if (!point) continue;
            memory.restore(point.snapshot);
            assert.deepEqual(memory.bytes, point.copy);
          } else {
            const length = Math.min(item.length, size - item.address);
            memory.write(item.address, new Uint8Array(length).fill(item.value));
          }
        }
      }),
    );
  });
});
