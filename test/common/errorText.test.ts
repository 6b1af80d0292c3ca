import assert from 'node:assert/strict';
import { asError } from '../../common/asError';
import { errorText } from '../../common/errorText';

describe('what was thrown', () => {
  it('is told by its message when it is an error, else as it is', () => {
    class Special extends Error {}
    assert.deepEqual([new Error('a'), new Special('b'), 'c', 4, undefined, null].map(errorText), [
      ...['a', 'b', 'c', '4', 'undefined', 'null'],
    ]);
  });

  it('becomes an error that says so', () => {
    const error = new TypeError('a');
    assert.equal(asError(error), error);
    assert.equal(asError('b').message, 'b');
  });
});
