import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MemorySource } from '../../disc/byteSource';
import { imageInMemory, type ImageFile } from '../../disc/imageBytes';
import { ImageFolder } from '../../image/node/imageFolder';
import { privateFolder } from '../../image/node/privateFolder';

const options = { volume: 'PS2ML', discType: 'dvd' } as const;
const filesWith = (text: string): ImageFile[] =>
  ['SYSTEM.CNF', 'PLAN.BIN', 'WEIGHTS.BIN'].map((name) => ({
    name,
    source: new MemorySource(new TextEncoder().encode(name === 'PLAN.BIN' ? text : name)),
  }));

describe('folder of disc images', () => {
  let parent: string;
  let folder: ImageFolder;
  beforeEach(() => {
    parent = mkdtempSync(path.join(tmpdir(), 'ps2ml-folder-'));
    folder = new ImageFolder(path.join(parent, 'images'));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  it('builds an image once, byte for byte the one of its files', async () => {
    const files = filesWith('one');
    const built = await folder.imageOf(files, options);
    assert.equal(built.isReused, false);
    const { bytes } = await imageInMemory(files, options);
    assert.ok(Buffer.compare(readFileSync(built.path), bytes) === 0);
    assert.deepEqual(await folder.imageOf(files, options), { path: built.path, isReused: true });
  });

  it('names images by what is on them', async () => {
    const paths = new Set<string>();
    for (const text of ['one', 'two', 'onf', 'one '])
      paths.add((await folder.imageOf(filesWith(text), options)).path);
    assert.equal(paths.size, 4);
  });

  it('builds again what was cut short', async () => {
    const { path: file } = await folder.imageOf(filesWith('one'), options);
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, 5000));
    assert.equal((await folder.imageOf(filesWith('one'), options)).isReused, false);
    assert.ok(Buffer.compare(readFileSync(file), whole) === 0);
  });

  it('builds again what was changed at the same size', async () => {
    const { path: file } = await folder.imageOf(filesWith('one'), options);
    const whole = readFileSync(file);
    const changed = whole.with(-1, (whole.at(-1) ?? 0) ^ 1);
    writeFileSync(file, changed);
    assert.equal((await folder.imageOf(filesWith('one'), options)).isReused, false);
    assert.ok(Buffer.compare(readFileSync(file), whole) === 0);
  });

  it('follows no link in the place of an image, and replaces it', async () => {
    const { path: file } = await folder.imageOf(filesWith('one'), options);
    const whole = readFileSync(file);
    const victim = path.join(parent, 'victim');
    for (const content of [whole, Buffer.from('precious')]) {
      writeFileSync(victim, content);
      rmSync(file);
      symlinkSync(victim, file);
      assert.equal((await folder.imageOf(filesWith('one'), options)).isReused, false);
      assert.ok(lstatSync(file).isFile());
      assert.ok(Buffer.compare(readFileSync(victim), content) === 0);
    }
  });

  it('among the temporary files of all users is the own one or refused', async () => {
    const place = path.join(parent, 'shared');
    assert.equal(await privateFolder(place), place);
    assert.equal(statSync(place).mode & 0o777, 0o700);
    chmodSync(place, 0o777);
    await privateFolder(place);
    assert.equal(statSync(place).mode & 0o777, 0o700);
    const link = path.join(parent, 'link');
    symlinkSync(place, link);
    await assert.rejects(
      privateFolder(link),
      /link is a link, and disc images must go to a folder of your own/,
    );
    writeFileSync(path.join(parent, 'file'), '');
    await assert.rejects(privateFolder(path.join(parent, 'file')), /is no folder/);
    if (process.getuid?.() !== 0) return;
    chownSync(place, 12345, 12345);
    await assert.rejects(privateFolder(place), /is another user's folder.*set TMPDIR/);
  });

  it('sweeps what killed builds have left', async () => {
    await folder.imageOf(filesWith('one'), options);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const left = path.join(folder.folder, `.${'0'.repeat(32)}.iso.${dead}-0123abcd.tmp`);
    writeFileSync(left, 'half an image');
    utimesSync(left, 1000, 1000);
    await folder.imageOf(filesWith('one'), options);
    assert.ok(!existsSync(left));
  });

  it('keeps the four that were used last, and what is not its own', async () => {
    const paths: string[] = [];
    for (let i = 0; i < 4; i++) {
      const { path: file } = await folder.imageOf(filesWith(String(i)), options);
      paths.push(file);
      utimesSync(file, 1000 + i, 1000 + i);
    }
    writeFileSync(path.join(folder.folder, 'own.iso'), '');
    // The oldest is used again, so that the second one is now the oldest.
    await folder.imageOf(filesWith('0'), options);
    paths.push((await folder.imageOf(filesWith('new'), options)).path);
    const left = readdirSync(folder.folder)
      .filter((name) => !name.endsWith('.sha256'))
      .sort();
    assert.equal(readdirSync(folder.folder).length, left.length + 4, 'a hash for each of its own');
    const expected = [0, 2, 3, 4].map((index) => path.basename(paths[index] ?? ''));
    assert.deepEqual(left, [...expected, 'own.iso'].sort());
  });

  it('leaves nothing behind when it is stopped', async () => {
    const controller = new AbortController();
    const stop = (): void => controller.abort(new Error('enough'));
    const building = folder.imageOf(filesWith('one'), {
      ...options,
      signal: controller.signal,
      onProgress: stop,
    });
    await assert.rejects(building, /enough/);
    assert.deepEqual(readdirSync(folder.folder), []);
  });

  it('removes an image that was no good', async () => {
    const image = await folder.imageOf(filesWith('one'), options);
    await folder.discard(image);
    await folder.discard(image);
    assert.deepEqual(readdirSync(folder.folder), []);
  });
});
