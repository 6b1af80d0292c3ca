// Needs isoinfo, xorriso, 7z: part of test:quick where they are installed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MemorySource, type ByteSource } from '../../disc/byteSource';
import { FileSource } from '../../disc/node/fileSource';
import { writeImage } from '../../disc/node/imageWriter';
import { fileOfImage, findFile, readVolume } from '../../disc/volume';
import { sampleFiles } from './files';
import { withFolder } from './folder';

const options = { discType: 'cd', volume: 'PS2ML' } as const;

function run(command: string, ...words: string[]): Buffer {
  const { status, stdout, stderr, error } = spawnSync(command, words, { maxBuffer: 1 << 26 });
  assert.ifError(error);
  assert.equal(status, 0, `${command} ${words.join(' ')}: ${stderr.toString()}`);
  return stdout;
}

describe('image writer', () => {
  it('writes an image that isoinfo, xorriso and 7z read back byte for byte', async () => {
    await withFolder(async (folder) => {
      const files = sampleFiles();
      const path = join(folder, 'disc.iso');
      const layout = await writeImage(
        path,
        files.map(({ file }) => file),
        options,
      );
      assert.equal((await stat(path)).size, layout.sectors * 2048);

      const description = run('isoinfo', '-d', '-i', path).toString();
      assert.match(description, /System id: PLAYSTATION/);
      assert.match(description, /Application id: PLAYSTATION/);
      assert.match(description, /Volume id: PS2ML/);
      assert.match(description, new RegExp(`Volume size is: ${layout.sectors}`));
      const table = run('isoinfo', '-p', '-i', path).toString();
      assert.match(table, /starts at block 257, size 10\s+1:\s+1 105\s*$/); // root directory at 0x105 = 261
      const listing = run('isoinfo', '-l', '-i', path).toString();

      const unpacked = join(folder, 'seven');
      run('7z', 'x', `-o${unpacked}`, path);
      const restored = join(folder, 'xorriso');
      run('xorriso', '-osirrox', 'on', '-indev', path, '-extract', '/', restored);

      const names = files.map(({ file }) => file.name).sort();
      assert.deepEqual((await readdir(unpacked)).sort(), names);
      assert.deepEqual((await readdir(restored)).sort(), names);
      for (const { file, bytes } of files) {
        const identifier = `${file.name.includes('.') ? file.name : `${file.name}.`};1`;
        const lba = layout.files.find((placed) => placed.name === file.name)?.lba ?? 0;
        assert.match(listing, new RegExp(`${bytes.length} .* \\[\\s*${lba} 00\\]\\s+${identifier}`));
        const read = run('isoinfo', '-i', path, '-x', `/${identifier}`);
        assert.ok(read.equals(bytes), `isoinfo ${file.name}`);
        assert.ok((await readFile(join(unpacked, file.name))).equals(bytes), `7z ${file.name}`);
        assert.ok((await readFile(join(restored, file.name))).equals(bytes), `xorriso ${file.name}`);
      }
      const cnf = await readFile(join(unpacked, 'SYSTEM.CNF'), 'latin1');
      assert.equal(cnf, 'BOOT2 = cdrom0:\\PSML_000.01;1\r\nVER = 1.00\r\nVMODE = NTSC\r\n');
    });
  });

  it('has path tables of both byte orders at 257 and 259, the root at 261, zeros between', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'disc.iso');
      const first = sampleFiles().map(({ file }) => file);
      await writeImage(path, first, options);
      const image = await readFile(path);
      for (const lba of [257, 258]) {
        assert.deepEqual([...image.subarray(lba * 2048, lba * 2048 + 10)], [1, 0, 5, 1, 0, 0, 1, 0, 0, 0]);
      }
      for (const lba of [259, 260]) {
        assert.deepEqual([...image.subarray(lba * 2048, lba * 2048 + 10)], [1, 0, 0, 0, 1, 5, 0, 1, 0, 0]);
      }
      assert.ok(image.subarray(0, 16 * 2048).every((byte) => byte === 0));
      assert.ok(image.subarray(18 * 2048, 257 * 2048).every((byte) => byte === 0));
      assert.equal(image.readUInt32LE(261 * 2048 + 2), 261);
      await writeImage(path, first, options);
      assert.ok(image.equals(await readFile(path)), 'the same files give the same image');
    });
  });

  it('puts the weights at the edge of a DVD without writing what lies before them', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'edge.iso');
      const bytes = Uint8Array.from({ length: 300_001 }, (_, index) => index % 251);
      const files = [
        ...sampleFiles().map(({ file }) => file),
        { name: 'BIG.BIN', source: new MemorySource(bytes) },
      ];
      const layout = await writeImage(path, files, {
        discType: 'dvd',
        volume: 'PS2ML',
        placement: 'outer',
      });
      const { size, blocks } = await stat(path);
      assert.equal(size, 2_295_104 * 2048);
      assert.ok(blocks * 512 < 64 << 20, `${blocks * 512} bytes are taken`);
      assert.equal(layout.files.at(-1)?.lba, 2_295_104 - 150 - 147);
      assert.deepEqual(new Uint8Array(run('isoinfo', '-i', path, '-x', '/BIG.BIN;1')), bytes);
    });
  });

  it('reports progress to the end and reads sources from files', async () => {
    await withFolder(async (folder) => {
      const weights = join(folder, 'weights');
      await writeFile(weights, Buffer.alloc(3_000_000, 0x5a));
      const source = await FileSource.open(weights);
      const path = join(folder, 'disc.iso');
      const seen: number[] = [];
      const layout = await writeImage(path, [{ name: 'WEIGHTS.BIN', source }], {
        ...options,
        onProgress: (done, total) => {
          assert.equal(total, layoutBytes(3_000_000));
          seen.push(done);
        },
      });
      await source.close();
      assert.deepEqual(
        seen,
        [...seen].sort((a, b) => a - b),
      );
      assert.equal(seen.at(-1), layout.sectors * 2048);
      assert.ok(seen.length >= 4);
      const image = await FileSource.open(path);
      const found = findFile(await readVolume(image), 'WEIGHTS.BIN');
      assert.ok(found);
      const read = await fileOfImage(image, found).read(0, 3_000_000);
      assert.ok(read.every((byte) => byte === 0x5a));
      await image.close();
    });
  });

  it('leaves nothing behind when cancelled or when a source fails', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'disc.iso');
      const abort = new AbortController();
      const big: ByteSource = {
        size: 5_000_000,
        read: (_, length) => Promise.resolve(new Uint8Array(length)),
      };
      await assert.rejects(
        writeImage(path, [{ name: 'BIG.BIN', source: big }], {
          ...options,
          signal: abort.signal,
          onProgress: (done) => {
            if (done > 2_000_000) abort.abort(new Error('stopped by the user'));
          },
        }),
        /stopped by the user/,
      );
      const broken: ByteSource = { size: 10, read: () => Promise.reject(new Error('the drive is gone')) };
      await assert.rejects(
        writeImage(path, [{ name: 'BIG.BIN', source: broken }], options),
        /Cannot write BIG\.BIN to the image: the drive is gone/,
      );
      await assert.rejects(
        writeImage(path, [{ name: 'bad name', source: big }], options),
        /is not a valid disc file name/,
      );
      assert.deepEqual(await readdir(folder), []);
    });
  });
});

const layoutBytes = (fileBytes: number) => (262 + Math.ceil(fileBytes / 2048) + 150) * 2048;
