import assert from 'node:assert/strict';
import { tenMillionConfig } from '../../../bench/tenMillion';
import { parameterCount, parametersInWords } from '../../../model/inspect/parameters';
import { everyFeature, randomModel } from '../../support/randomModel';

describe('number of parameters', () => {
  it('is that of all stored weights', () => {
    const { tensors } = randomModel(everyFeature);
    const stored = tensors.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
    assert.equal(parameterCount(everyFeature), stored);
    // The published count of this shape; half of its DenseFormer weights are never used.
    assert.equal(parameterCount(tenMillionConfig), 10_706_776);
  });

  it('is said in three digits', () => {
    assert.deepEqual([0, 999, 260_000, 10_706_776, 134_515_008, 1.1e9].map(parametersInWords), [
      '0',
      '999',
      '260 k',
      '10.7 M',
      '135 M',
      '1.1 B',
    ]);
  });
});
