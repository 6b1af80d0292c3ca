// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MemorySource } from '../../../disc/byteSource';
import { Engine } from '../../../model/engine/engine';
import { cachedParts } from '../../../model/engine/partCache';
import type { Model } from '../../../model/model';
import { openModel } from '../../../model/openModel';
import { compilePlan } from '../../../model/plan/compile';
import { greedy } from '../../../model/plan/runSettings';
import { projectRoot } from '../../support/project';

const tokens = 120;

/** The tokens of a greedy run and the logits that each was chosen from. */
async function greedyRun(model: Model, kvCache: 'f32' | 'int16') {
  const plan = compilePlan(model, { kvCache });
  const settings = { ...greedy, prompt: [1], maxTokens: tokens };
  const engine = new Engine({ plan, loader: cachedParts(model, plan), settings, mode: 'ieee' });
  await engine.preload();
  const logits: Float32Array[] = [];
  const sample = plan.operations.at(-1);
  const { address = 0, cols = 0 } = sample?.inputs[0] ?? {};
  while (engine.ended === undefined) {
    if (engine.position().operation === sample?.index)
      logits.push(new Float32Array(engine.readMemory(address, cols * 4).buffer));
    await engine.step();
  }
  return { ids: engine.state.progress.tokens, logits };
}

describe('an int16 KV cache', function () {
  this.timeout(600_000);

  it('keeps the text of the trained sample and more than 70 dB of its logits', async () => {
    const file = await readFile(path.join(projectRoot, 'samples/stories/stories.psnt'));
    const model = await openModel(new MemorySource(file), 'stories.psnt');
    const f32 = await greedyRun(model, 'f32');
    const int16 = await greedyRun(model, 'int16');
    assert.deepEqual(int16.ids, f32.ids);
    let [signal, error] = [0, 0];
    f32.logits.forEach((row, token) =>
      row.forEach((logit, id) => {
        signal += logit ** 2;
        error += (logit - (int16.logits[token]?.[id] ?? 0)) ** 2;
      }),
    );
    const decibels = 10 * Math.log10(signal / error);
    console.log(`      ${decibels.toFixed(1)} dB over ${f32.logits.length} tokens`);
    assert.ok(decibels > 70 && decibels < Infinity);
  });
});
