import assert from 'node:assert/strict';
import { defaultDiscLayout } from '../../model/plan/discLayout';
import { firstQuestion, questionOf } from '../../webviews/discReads/whatIf/whatIfQuestion';

describe('what-if question that a page has kept', () => {
  it('is read in the words of earlier versions too', () => {
    const kept = { storage: 'cd', layout: { resident: 'fill', shared: 'again' }, readAhead: 2 };
    assert.deepEqual(questionOf(JSON.parse(JSON.stringify(kept))), {
      storage: 'cd',
      layout: { ...defaultDiscLayout, weights: 'resident', sharedLayers: 'readTwice' },
      readAhead: 2,
      constants: {},
    });
  });

  it('is the first one when it is none', () => {
    assert.deepEqual(questionOf({ layout: 'fast' }), firstQuestion);
  });
});
