import assert from 'node:assert/strict';
import { imageChunks, planImageOf } from '../../disc/imageBytes';
import { memoryFile, patternBytes } from './files';

describe('the bytes of an image', () => {
  const files = ['SYSTEM.CNF', 'PLAN.BIN'].map((name) => memoryFile(name, patternBytes(5000, 1)));
  const layout = planImageOf(files, { discType: 'cd', volume: 'PS2ML' });

  /** Writes the image of these files as it was planned. */
  async function written(now: typeof files): Promise<number> {
    let bytes = 0;
    for await (const chunk of imageChunks(layout, now))
      bytes += chunk instanceof Uint8Array ? chunk.length : chunk.zeros;
    return bytes;
  }

  it('are as many as were planned', async () => {
    assert.equal(await written(files), layout.sectors * 2048);
  });

  for (const [what, now, found] of [
    ['grown', [memoryFile('SYSTEM.CNF', patternBytes(5001, 1)), ...files.slice(1)], '5001'],
    ['shrunk', [memoryFile('SYSTEM.CNF', patternBytes(4999, 1)), ...files.slice(1)], '4999'],
    ['gone', files.slice(1), '0'],
  ] as const)
    it(`are refused when a file has ${what} since it was planned`, async () => {
      await assert.rejects(written([...now]), {
        message: `SYSTEM.CNF changed size from 5000 to ${found} bytes during the build. Rebuild the image.`,
      });
    });
});
