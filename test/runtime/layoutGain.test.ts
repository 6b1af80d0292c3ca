// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { tenMillionConfig } from '../../bench/tenMillion';
import { sessionPlanOf } from '../../debug-adapter/session/sessionPlan';
import { MemorySource } from '../../disc/byteSource';
import { generateModel } from '../../model/convert/generated';
import { tinyShape } from '../../model/convert/tiny';
import type { Model, ModelConfig } from '../../model/model';
import { layoutSentence, namedLayouts } from '../../model/plan/discLayout';
import { bestLayout, layoutResults } from '../../model/plan/layoutSearch';
import { renderListing } from '../../model/plan/listing';
import { storageOf } from '../../model/plan/storage';
import { whatIf } from '../../model/plan/whatIf';
import { openPsnt } from '../../model/psnt/file';
import { planShapeOf } from '../../model/trace/planShape';
import { totalMs } from '../../model/trace/timeSplit';
import { psntBytes } from '../support/psntBytes';
import { isLong } from './comparison';
import { measureToken } from './measuredToken';

/**
 * Part of a token's time by which a forecast may be wrong: with the times of one run, and without any. What the program
 * draws on the television differs between runs, which shows where a token takes a few milliseconds.
 */
const statedError = { calibrated: 0.025, uncalibrated: 0.05 };

const q8 = async (config: ModelConfig): Promise<Model> => {
  const bytes = await psntBytes(generateModel({ seed: 1, config }));
  return (await openPsnt(new MemorySource(bytes), 'q8.psnt')).model;
};

/** The model that this is for; by default a third of its layers, which come one after the other anyway. */
const tenMillion = isLong ? tenMillionConfig : { ...tenMillionConfig, layers: 8, uniqueLayers: 4 };

/** A context so long that only a part of the matrices can stay, and no shared layers. */
const partly: ModelConfig = {
  ...tinyShape,
  dim: 256,
  hiddenDim: 688,
  layers: 5,
  uniqueLayers: 5,
  heads: 4,
  headDim: 64,
  kvHeads: 2,
  kvDim: 128,
  seqLen: 4000,
  eps: 1e-5,
};

const models: readonly (readonly [string, () => Promise<Model>])[] = [
  ['260K shape in f32', () => Promise.resolve(generateModel({ seed: 1, config: tinyShape }))],
  [`10M shape in Q8, ${tenMillion.layers} layers`, () => q8(tenMillion)],
  ['4M shape in f32 with a long context', () => Promise.resolve(generateModel({ seed: 7, config: partly }))],
];

describe('the layout that the optimiser finds', function () {
  this.timeout(300_000);

  for (const [name, make] of models) {
    it(`gains on the built-in console what was forecast: ${name}`, async () => {
      const model = await make();
      const dvd = storageOf('dvd');
      const before = await measureToken(model, namedLayouts.streamed);
      const { plan, split, weightsSector } = before;
      const shape = planShapeOf(sessionPlanOf(plan, renderListing(plan), {}, 'built-in'));
      const guess = whatIf(shape, { layout: namedLayouts.streamed, storage: dvd, readAhead: 0 });
      near('a guess without any run', guess.ms, totalMs(split), statedError.uncalibrated);

      const calibration = { compute: split, weightsSector, passes: 1 };
      const best = bestLayout(layoutResults(shape, dvd, calibration));
      assert.ok(best && best.result.ms < totalMs(split));
      const after = await measureToken(model, best.layout);
      assert.deepEqual(after.tokens, before.tokens);
      assert.equal(best.result.token.sectors, after.sectors, 'sectors a token');
      assert.equal(best.result.token.reads.length, after.reads, 'reads a token');
      near('the forecast', best.result.ms, totalMs(after.split), statedError.calibrated);
      const gain = (now: number): string => `${((1 - now / totalMs(split)) * 100).toFixed(1)} %`;
      console.log(
        `      ${layoutSentence(best.layout)}\n      ${totalMs(split).toFixed(1)} → ${totalMs(after.split).toFixed(1)} ms a token: gained ${gain(totalMs(after.split))}, forecast ${gain(best.result.ms)} (${best.result.ms.toFixed(1)} ms); without a run ${guess.ms.toFixed(1)} ms were forecast for the plain layout`,
      );
    });
  }
});

describe('a layer that two layers share', () => {
  it('is read once for both on the built-in console, and every bit stays', async () => {
    const model = generateModel({ seed: 1, config: tinyShape });
    const again = await measureToken(model, namedLayouts.streamed);
    const kept = await measureToken(model, { ...namedLayouts.streamed, sharedLayers: 'readOnce' });
    assert.deepEqual(kept.tokens, again.tokens);
    assert.equal(kept.sectors * 2, again.sectors);
  });
});

function near(what: string, forecast: number, measured: number, error: number): void {
  const off = Math.abs(forecast - measured) / measured;
  assert.ok(
    off <= error,
    `${what}: ${forecast} ms, measured ${measured} ms, ${(off * 100).toFixed(2)} % off`,
  );
}
