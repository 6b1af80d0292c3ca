import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { MemorySource, SliceSource } from '../../disc/byteSource';
import { FileSource } from '../../disc/node/fileSource';
import { patternBytes } from './files';
import { withFolder } from './folder';

describe('byte sources', () => {
  it('refuse a pipe without waiting for its writer', async () => {
    await withFolder(async (folder) => {
      const pipe = join(folder, 'pipe');
      assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
      await assert.rejects(FileSource.open(pipe), /pipe: it is not a file\./);
    });
  });

  const bytes = patternBytes(5000, 7);

  it('give the same ranges from memory, a slice and a file', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'data');
      await writeFile(path, bytes);
      const file = await FileSource.open(path);
      const sources = [
        new MemorySource(bytes),
        new SliceSource(new MemorySource(pad(bytes)), 10, 5000),
        file,
      ];
      await fc.assert(
        fc.asyncProperty(fc.nat(5000), fc.nat(5000), async (a, b) => {
          const [offset, end] = [Math.min(a, b), Math.max(a, b)];
          for (const source of sources) {
            assert.equal(source.size, 5000);
            assert.deepEqual(
              [...(await source.read(offset, end - offset))],
              [...bytes.subarray(offset, end)],
            );
          }
        }),
        { numRuns: 30 },
      );
      await file.close();
    });
  });

  it('refuse ranges outside, with offset and size', async () => {
    const memory = new MemorySource(bytes);
    for (const source of [memory, new SliceSource(memory, 0, 5000)]) {
      await assert.rejects(source.read(4999, 2), /2 bytes at offset 4999.*5000/);
      await assert.rejects(source.read(-1, 2), RangeError);
      await assert.rejects(source.read(0.5, 2), RangeError);
    }
    assert.throws(() => new SliceSource(memory, 4999, 2), RangeError);
  });

  it('say which file is missing, is a folder, or was cut short', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'gone.psnt');
      await assert.rejects(FileSource.open(path), /gone\.psnt: file not found/);
      await assert.rejects(FileSource.open(folder), /not a file/);
      await writeFile(path, bytes);
      const file = await FileSource.open(path);
      await truncate(path, 100);
      await assert.rejects(file.read(50, 100), /was truncated while.*offset 100/);
      await file.close();
      await rm(path);
    });
  });
});

function pad(inner: Uint8Array): Uint8Array {
  const whole = new Uint8Array(inner.length + 20).fill(0xee);
  whole.set(inner, 10);
  return whole;
}
