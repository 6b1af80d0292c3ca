import assert from 'node:assert/strict';
import { sessionPlanOf } from '../../../debug-adapter/session/sessionPlan';
import { compilePlan } from '../../../model/plan/compile';
import { defaultDiscLayout, namedLayouts } from '../../../model/plan/discLayout';
import { renderListing } from '../../../model/plan/listing';
import { whatFits } from '../../../model/plan/whatFits';
import { storageOf } from '../../../model/plan/storage';
import { costOf, planOfShape, whatIf } from '../../../model/plan/whatIf';
import { planShapeOf } from '../../../model/trace/planShape';
import { describedModel, everyFeature } from '../../support/randomModel';

describe('what fits', () => {
  const config = { ...everyFeature, kvHeads: 4, kvDim: 32, layers: 12, uniqueLayers: 12 };
  const plan = compilePlan(describedModel(config));
  const dvd = storageOf('dvd');
  const shape = planShapeOf(sessionPlanOf(plan, renderListing(plan), {}, 'forecast'));

  it('finds the longest text: one position more does not fit', () => {
    const found =
      whatFits(shape, defaultDiscLayout, dvd).find(({ unit }) => unit === 'positions')?.value ?? 0;
    assert.ok(found > config.seqLen);
    const at = (seqLen: number) =>
      planOfShape({ ...shape, config: { ...config, seqLen } }, defaultDiscLayout);
    assert.ok(at(found));
    assert.throws(() => at(found + 1), /does not fit/);
  });

  it('counts what is left, and the matrices that could stay', () => {
    const [left, , matrices] = whatFits(shape, defaultDiscLayout, dvd);
    const free = plan.regions.find(({ kind }) => kind === 'free');
    assert.equal(left?.value, (free?.end ?? 0) - (free?.start ?? 0));
    // Seven in each stored layer and the embedding.
    assert.equal(matrices?.value, 12 * 7 + 1);
    assert.match(matrices.detail, /^of 85,/);
    assert.equal(matrices.token?.bytes, 0);
  });

  it('says of a token what is forecast for the same layout, and of another type what its own model would cost', () => {
    const calibration = { compute: { matmul: 3, attention: 2, rest: 1 }, passes: 1, weightsSector: 400 };
    const fits = whatFits(shape, defaultDiscLayout, dvd, calibration);
    const asked = (weights: 'streamed' | 'resident'): object => {
      const layout = { ...defaultDiscLayout, weights };
      const { token, ms } = whatIf(shape, { layout, storage: dvd, readAhead: 0 }, calibration);
      return { bytes: token.sectors * 2048, ms };
    };
    const token = (name: string): object | undefined => fits.find((fit) => fit.name === name)?.token;
    assert.deepEqual(token('RAM left'), asked('resident'));
    const streamed = whatFits(shape, namedLayouts.streamed, dvd, calibration);
    assert.deepEqual(streamed.find(({ name }) => name === 'RAM left')?.token, asked('streamed'));
    assert.deepEqual(token('Matrices that could stay'), asked('resident'));
    const matrix = /\.w|embedding|classifier/;
    const tensors = shape.tensors.map((one) =>
      matrix.test(one.name) ? { ...one, type: 'q4' as const } : one,
    );
    const fill = { ...defaultDiscLayout, weights: 'resident' } as const;
    const { token: other, ms } = costOf(
      planOfShape({ ...shape, tensors }, fill),
      { layout: fill, storage: dvd, readAhead: 0 },
      { weightsSector: 400 },
    );
    assert.deepEqual(token('RAM left in Q4'), { bytes: other.sectors * 2048, ms });
  });
});
