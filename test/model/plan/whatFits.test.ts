import assert from 'node:assert/strict';
import { sessionPlanOf } from '../../../debug-adapter/sessionPlan';
import { compilePlan } from '../../../model/plan/compile';
import { defaultDiscLayout } from '../../../model/plan/discLayout';
import { renderListing } from '../../../model/plan/listing';
import { whatFits } from '../../../model/plan/whatFits';
import { planOfShape } from '../../../model/plan/whatIf';
import { planShapeOf } from '../../../model/trace/planShape';
import { describedModel, everyFeature } from '../../support/randomModel';

describe('what fits', () => {
  const config = { ...everyFeature, kvHeads: 4, kvDim: 32, layers: 12, uniqueLayers: 12 };
  const plan = compilePlan(describedModel(config));
  const shape = planShapeOf(sessionPlanOf(plan, renderListing(plan), {}, 'forecast'));

  it('finds the longest text: one position more does not fit', () => {
    const found = whatFits(shape, defaultDiscLayout).find(({ unit }) => unit === 'positions')?.value ?? 0;
    assert.ok(found > config.seqLen);
    const at = (seqLen: number) =>
      planOfShape({ ...shape, config: { ...config, seqLen } }, defaultDiscLayout);
    assert.ok(at(found));
    assert.throws(() => at(found + 1), /does not fit/);
  });

  it('counts what is left, and the matrices that could stay', () => {
    const [left, , matrices] = whatFits(shape, defaultDiscLayout);
    const free = plan.regions.find(({ kind }) => kind === 'free');
    assert.equal(left?.value, (free?.end ?? 0) - (free?.start ?? 0));
    // Seven in each stored layer and the embedding.
    assert.equal(matrices?.value, 12 * 7 + 1);
    assert.match(matrices.detail, /^of 85; 0 bytes a token/);
  });
});
