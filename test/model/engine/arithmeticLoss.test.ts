// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { arithmeticLoss, lossCases, quantisedTypes } from '../../../bench/arithmeticLoss';

/** docs/performance.md has the same for more text. */
const stories = 1;
const most = 0.005;

describe('arithmetic version 2', function () {
  this.timeout(900_000);

  for (const name of ['the sample', 'stories260K']) {
    for (const type of quantisedTypes) {
      it(`keeps the perplexity of held-out text within half a per cent: ${name}, ${type}`, async function () {
        const found = (await lossCases(stories)).find((one) => one.name === name);
        if (found === undefined) {
          console.log(`      skipped: ${name} does not lie in ../shared/models`);
          return this.skip();
        }
        const { positions, before, after, agreement } = await arithmeticLoss(found, type);
        assert.ok(positions > 100);
        assert.notEqual(after, before, 'two versions');
        assert.ok(Math.abs(after / before - 1) < most, `${before} became ${after}`);
        assert.ok(agreement > 0.98, `${agreement} of the tokens`);
      });
    }
  }
});
