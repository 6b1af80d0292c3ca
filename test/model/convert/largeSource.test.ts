import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundle, type Bundles } from '../../debug-adapter/bundles';

/** Layers of 67 MB each as float32; sixteen of them make a source of 1 GB. */
const layers = process.env['PS2ML_LONG_TESTS'] === '1' ? 16 : 2;
const shape = { dim: 1024, hiddenDim: 4096, heads: 16, kvHeads: 16, vocabSize: 256, seqLen: 32 };
const mostBytes = 300 * 2 ** 20;

describe('converting a large source', function () {
  this.timeout(180_000);
  let folder: string;
  let bundles: Bundles;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-large-'));
    bundles = bundle({ cli: 'cli/main.ts' });
  });
  after(async () => {
    bundles.remove();
    await rm(folder, { recursive: true });
  });

  it(`takes less than 300 MB of memory`, async () => {
    const { dim, hiddenDim, heads, kvHeads, vocabSize, seqLen } = shape;
    const perLayer = 2 * dim + 4 * dim * dim + 3 * dim * hiddenDim;
    const floats = vocabSize * dim + layers * perLayer + dim + seqLen * (dim / heads);
    const source = path.join(folder, 'large.bin');
    const file = await open(source, 'w');
    await file.write(
      new Uint8Array(Int32Array.of(dim, hiddenDim, layers, heads, kvHeads, vocabSize, seqLen).buffer),
    );
    // A file of zeros that takes no place on disk.
    await file.truncate(28 + floats * 4);
    await file.close();
    const { size } = await stat(source);
    assert.ok(layers < 16 || size > 2 ** 30, `${size} bytes`);

    const watch = path.join(folder, 'watch.cjs');
    await writeFile(
      watch,
      "process.on('exit', () => console.error('peak', process.resourceUsage().maxRSS));",
    );
    const target = path.join(folder, 'large.psnt');
    const { stderr } = await promisify(execFile)(process.execPath, [
      ...['--require', watch, bundles.file('cli'), 'convert', source, '-o', target],
    ]);
    // In KiB, as libuv gives it.
    const peak = Number(/^peak (\d+)$/m.exec(stderr)?.[1]) * 1024;
    console.log(
      `      ${(size / 2 ** 20).toFixed(0)} MiB: at most ${(peak / 2 ** 20).toFixed(0)} MiB of memory`,
    );
    assert.ok(peak > 0 && peak < mostBytes, `${peak} bytes`);
    assert.ok((await stat(target)).size > size / 4);
  });
});
