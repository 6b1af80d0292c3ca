import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MemorySource } from '../../disc/byteSource';
import { imageInMemory } from '../../disc/imageBytes';
import { fileOfImage, findFile, readVolume, readVolumeSync } from '../../disc/volume';
import { memoryFile, patternBytes, sampleFiles } from './files';

const options = { discType: 'cd', volume: 'PS2ML' } as const;
const root = 261 * 2048;

async function sampleImage(): Promise<Uint8Array> {
  return (
    await imageInMemory(
      sampleFiles().map(({ file }) => file),
      options,
    )
  ).bytes;
}

describe('volume reader', () => {
  it('reads back any image that the writer makes', async () => {
    const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,7}(\.[A-Z0-9]{1,3})?$/);
    const files = fc.uniqueArray(fc.record({ name, size: fc.nat(9000) }), {
      selector: (file) => file.name,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const contents = given.map((file, i) => memoryFile(file.name, patternBytes(file.size, i)));
        const { layout, bytes } = await imageInMemory(contents, options);
        const image = new MemorySource(bytes);
        const volume = await readVolume(image);
        assert.equal(volume.systemId, 'PLAYSTATION');
        assert.equal(volume.applicationId, 'PLAYSTATION');
        assert.equal(volume.volumeId, 'PS2ML');
        assert.equal(volume.sectors, layout.sectors);
        assert.equal(volume.pathTable.lba, 257);
        assert.equal(volume.files.length, given.length);
        for (const [i, { name: wanted, size }] of given.entries()) {
          const found = findFile(volume, `\\${wanted.toLowerCase()};1`);
          assert.ok(found, wanted);
          const read = await fileOfImage(image, found).read(0, size);
          assert.deepEqual(Buffer.from(read), Buffer.from(patternBytes(size, i)));
        }
        const sync = readVolumeSync(layout.sectors, (lba, count) =>
          bytes.subarray(lba * 2048, (lba + count) * 2048),
        );
        assert.deepEqual(sync, volume);
      }),
      { numRuns: 15 },
    );
  });

  it('says which medium an image was built for, if the image does', async () => {
    for (const discType of ['cd', 'dvd'] as const) {
      const { bytes } = await imageInMemory([memoryFile('A.BIN', patternBytes(10, 1))], {
        ...options,
        discType,
      });
      assert.equal((await readVolume(new MemorySource(bytes))).builtFor, discType);
      const mark = 16 * 2048 + 883;
      assert.equal(
        Buffer.from(bytes)
          .toString('latin1', mark, mark + 16)
          .trimEnd(),
        `PS2ML ${discType.toUpperCase()}`,
      );
      bytes[mark] = 0;
      assert.equal((await readVolume(new MemorySource(bytes))).builtFor, undefined);
    }
  });

  it('answers every damaged or cut image with words', async () => {
    const good = await sampleImage();
    const damage = fc.oneof(
      fc.record({ kind: fc.constant('cut' as const), at: fc.nat(good.length), to: fc.constant(0) }),
      fc.record({
        kind: fc.constant('byte' as const),
        at: fc.oneof(
          fc.integer({ min: 16 * 2048, max: 16 * 2048 + 900 }),
          fc.integer({ min: root, max: root + 400 }),
        ),
        to: fc.nat(255),
      }),
    );
    await fc.assert(
      fc.asyncProperty(damage, async ({ kind, at, to }) => {
        const bad = kind === 'cut' ? good.slice(0, at) : good.slice();
        if (kind === 'byte') bad[at] = to;
        try {
          await readVolume(new MemorySource(bad));
        } catch (error) {
          assert.ok(error instanceof Error);
          assert.match(error.message, /image|extent/i);
          assert.doesNotMatch(error.message, /undefined|NaN|\[object/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('names what is wrong', async () => {
    const good = await sampleImage();
    const changed = (change: (bytes: Uint8Array, view: DataView) => void) => {
      const bytes = good.slice();
      change(bytes, new DataView(bytes.buffer));
      return readVolume(new MemorySource(bytes));
    };
    await assert.rejects(readVolume(new MemorySource(good.subarray(0, 2048))), /only 1 sectors/);
    await assert.rejects(
      readVolume(new MemorySource(good.subarray(0, 300 * 2048))),
      /is damaged or truncated.*300 sectors/,
    );
    await assert.rejects(
      changed((bytes) => bytes.fill(0, 16 * 2048, 17 * 2048)),
      /sector 16.*CD001/,
    );
    await assert.rejects(
      changed((_, view) => view.setUint16(16 * 2048 + 128, 512, true)),
      /blocks of 512 bytes/,
    );
    await assert.rejects(
      changed((_, view) => view.setUint32(16 * 2048 + 156 + 2, 999_999, true)),
      /root directory.*sector 999999/,
    );
    await assert.rejects(
      changed((bytes) => (bytes[root + 68] = 20)),
      /bad record at offset 68 \(length 20\)/,
    );
    await assert.rejects(
      changed((bytes) => (bytes[root + 68 + 25] = 0x80)),
      /more than one extent/,
    );
    await assert.rejects(
      changed((bytes, view) => {
        bytes[root + 68 + 25] = 2;
        view.setUint32(root + 68 + 2, 261, true);
        view.setUint32(root + 68 + 10, 2048, true);
      }),
      /is its own ancestor/,
    );
  });
});
