import assert from 'node:assert/strict';
import { isCount, isListOf, isRecord } from '../../common/guards';

describe('guards', () => {
  const values = [{}, { a: 1 }, [], [1, 2], null, undefined, 'a', 0, 3, -1, 0.5, NaN, 2 ** 53, true];
  const taken = (guard: (value: unknown) => boolean): unknown[] => values.filter(guard);

  it('take as a record what has named fields', () => {
    assert.deepEqual(taken(isRecord), [{}, { a: 1 }]);
  });

  it('take as a count whole numbers of 0 or more', () => {
    assert.deepEqual(taken(isCount), [0, 3]);
  });

  it('take as a list what has only such items', () => {
    assert.deepEqual(
      taken((value) => isListOf(value, isCount)),
      [[], [1, 2]],
    );
    assert.equal(isListOf([1, 'a'], isCount), false);
  });
});
