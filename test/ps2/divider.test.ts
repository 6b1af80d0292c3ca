import assert from 'node:assert/strict';
import { recordedDivider, recordedReciprocalRoots, type RecordedOperation } from '../support/eeVectors';
import { boot, finish } from './program';

const word = (pattern: number): string => (pattern >>> 0).toString(16).toUpperCase().padStart(8, '0');

/** Runs the program that divides and takes roots on the console; the lines are `operation,a,b,result`. */
async function run(lines: readonly string[]): Promise<{ text: string; code: number }> {
  const console = await boot('divider', [], {
    hostFiles: new Map([['divider.csv', new TextEncoder().encode(`${lines.join('\n')}\n`)]]),
  });
  const stop = finish(console);
  assert.ok(stop.kind === 'exit', JSON.stringify(stop));
  return { text: console.text, code: stop.code };
}

const lineOf = ({ operation, a, b, result }: RecordedOperation): string =>
  [operation, word(a), operation === 'div' ? word(b) : '', word(result)].join(',');

const roots = recordedReciprocalRoots.map(([x, y, result]) => `rsqrt,${word(x)},${word(y)},${word(result)}`);

describe('C program that divides and takes roots', () => {
  it('gets the quotients and roots that were recorded on a console', async function () {
    const recorded = recordedDivider();
    if (recorded === undefined) {
      console.log('      skipped: the recorded quotients and roots do not lie in ../shared/vectors');
      return this.skip();
    }
    const { text, code } = await run(recorded.map(lineOf));
    assert.equal(text, `lines ${recorded.length}\nwrong 0\n`);
    assert.equal(code, 0);
  });

  it('gets the reciprocal roots that were recorded on a console, and tells a wrong one', async () => {
    assert.deepEqual(await run(roots), { text: `lines ${roots.length}\nwrong 0\n`, code: 0 });
    const wrong = `div,40490FDA,3FB504F3,${word(0x400e2c19)}`;
    const text = `line 1\n  expected 1074670617\n  found 1074670616\nlines 2\nwrong 1\n`;
    assert.deepEqual(await run([wrong, 'sqrt,40000002,,3FB504F4']), { text, code: 1 });
  });
});
