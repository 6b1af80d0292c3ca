import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Received } from '../../common/received';

describe('received bytes', () => {
  it('are those that came, without those that were taken, however they came', () => {
    const piece = fc.uint8Array({ maxLength: 9000 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(piece, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 20 }),
        (steps) => {
          const received = new Received();
          let expected: number[] = [];
          for (const [bytes, part] of steps) {
            received.push(bytes);
            expected.push(...bytes);
            const taken = Math.floor(part * expected.length);
            received.drop(taken);
            expected = expected.slice(taken);
            assert.equal(received.length, expected.length);
            assert.deepEqual([...received.bytes], expected);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
