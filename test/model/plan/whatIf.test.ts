import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sessionPlanOf } from '../../../debug-adapter/session/sessionPlan';
import { compilePlan } from '../../../model/plan/compile';
import {
  defaultDiscLayout,
  layoutChoices,
  namedLayouts,
  planOptionsOf,
} from '../../../model/plan/discLayout';
import { forecastDisc } from '../../../model/plan/forecast';
import { bestLayout, layoutResults } from '../../../model/plan/layoutSearch';
import { renderListing } from '../../../model/plan/listing';
import type { Plan } from '../../../model/plan/plan';
import { storageOf, storages } from '../../../model/plan/storage';
import { planOfShape, whatIf } from '../../../model/plan/whatIf';
import { planShapeOf } from '../../../model/trace/planShape';
import { totalMs } from '../../../model/trace/timeSplit';
import { describedModel, everyFeature } from '../../support/randomModel';

const shapeOf = (plan: Plan) => planShapeOf(sessionPlanOf(plan, renderListing(plan), {}, 'forecast'));
const question = { layout: defaultDiscLayout, storage: storageOf('dvd'), readAhead: 0 };

describe('what if', () => {
  it('plans from what a session tells exactly what the model’s file would', () => {
    const model = describedModel(everyFeature);
    const tokensBytes = 5000;
    const shape = shapeOf(compilePlan(model, { tokensBytes }));
    for (const weights of layoutChoices.weights) {
      for (const sharedLayers of layoutChoices.sharedLayers) {
        const layout = { ...defaultDiscLayout, weights, sharedLayers };
        const expected = compilePlan(model, { ...planOptionsOf(layout), tokensBytes });
        assert.deepEqual(forecastDisc(planOfShape(shape, layout)), forecastDisc(expected));
        assert.deepEqual(planOfShape(shape, layout).regions, expected.regions);
        assert.equal(
          whatIf(shape, { ...question, layout }).token.sectors,
          forecastDisc(expected).sectorsPerPass,
        );
      }
    }
  });

  it('splits a token into parts that add up, on any storage, and read-ahead never costs', () => {
    const shape = shapeOf(compilePlan(describedModel(everyFeature)));
    fc.assert(
      fc.property(fc.constantFrom(...storages), fc.integer({ min: 0, max: 4 }), (storage, readAhead) => {
        const streamed = { ...question, layout: namedLayouts.streamed };
        const asked = whatIf(shape, { ...streamed, storage, readAhead });
        assert.ok(Math.abs(totalMs(asked.token.split) - asked.ms) < 1e-9);
        const plain = whatIf(shape, { ...streamed, storage });
        assert.ok(asked.ms <= plain.ms + 1e-6, `${asked.ms} > ${plain.ms}`);
        // No wait is longer than the reads, and none can hide more than what is computed.
        assert.ok(asked.token.split.disc >= plain.token.diskMs - plain.ms + plain.token.split.disc - 1e-6);
      }),
    );
  });

  it('finds cache sizes between nothing and all', () => {
    const shape = shapeOf(compilePlan(describedModel(everyFeature)));
    const kept = (cacheMiB: number): number =>
      whatIf(shape, { ...question, layout: { ...defaultDiscLayout, weights: 'resident', cacheMiB } }).token
        .sectors;
    const all = kept(32);
    const half = kept(0.01);
    assert.equal(all, 0);
    assert.ok(half > 0 && half < kept(0));
    const streamed = { ...defaultDiscLayout, weights: 'streamed' } as const;
    assert.equal(kept(0), whatIf(shape, { ...question, layout: streamed }).token.sectors);
  });

  it('takes the plainest of the layouts that are as good as any', () => {
    const shape = shapeOf(compilePlan(describedModel(everyFeature)));
    const results = layoutResults(shape, storageOf('dvd'));
    assert.equal(results.length, 16);
    // All of it fits into RAM, so nothing else is worth its price.
    assert.deepEqual(bestLayout(results)?.layout, defaultDiscLayout);
    const best = Math.min(...results.map(({ result }) => result.ms));
    assert.ok((bestLayout(results)?.result.ms ?? NaN) <= best / 0.995);
    // A stick has no edge.
    assert.ok(layoutResults(shape, storageOf('usb')).every(({ layout }) => layout.placement === 'inner'));
  });
});
