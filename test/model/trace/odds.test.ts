import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keptCandidates, oddsOf, topTokens } from '../../../model/trace/odds';

describe('the odds of a token', () => {
  it('rank as sorting all logits does, ties by the lower id', () => {
    const logit = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -50, max: 50, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(logit, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (logits, count) => {
          const sorted = logits
            .map((value, id) => ({ id, value }))
            .sort((a, b) => b.value - a.value || a.id - b.id);
          assert.deepEqual(
            topTokens(logits, count).map(({ id }) => id),
            sorted.slice(0, count).map(({ id }) => id),
          );
        },
      ),
    );
  });

  it('are shares of a softmax', () => {
    const odds = oddsOf([0, Math.log(3), Math.log(6)], 1);
    assert.ok(odds);
    assert.ok(Math.abs(odds.probability - 0.3) < 1e-12);
    assert.deepEqual(
      odds.candidates.map(({ id, probability }) => [id, Math.round(probability * 1e6) / 1e6]),
      [
        [2, 0.6],
        [1, 0.3],
        [0, 0.1],
      ],
    );
    const many = oddsOf(
      Array.from({ length: 300 }, (_, id) => id),
      0,
    );
    assert.equal(many?.candidates.length, keptCandidates);
  });

  it('are unknown where a logit is no number', () => {
    assert.equal(oddsOf([0, NaN], 0), undefined);
    assert.equal(oddsOf([0, Infinity], 0), undefined);
  });
});
