import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConversionClient } from '../../../model/convert/node/conversionClient';
import { convertFile } from '../../../model/convert/node/convertFile';
import { bundle, type Bundles } from '../../debug-adapter/bundles';
import { tiny } from '../../debug-adapter/conversation';
import { psntBytes } from '../../support/psntBytes';
import { smallModel } from '../psnt/fixture';

describe('the converter in a worker', () => {
  let bundles: Bundles;
  let folder: string;
  let client: ConversionClient;
  before(async () => {
    bundles = bundle({ worker: 'model/convert/node/conversionWorker.ts' });
    client = new ConversionClient(bundles.file('worker'));
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-conversion-'));
  });
  after(async () => {
    bundles.remove();
    await rm(folder, { recursive: true });
  });

  it('writes what the converter writes and reports what it reports', async () => {
    const target = path.join(folder, 'a.psnt');
    const bytes = await client.convert(tiny.program, target, { quantization: 'q4' });
    const expected = path.join(folder, 'b.psnt');
    assert.equal(bytes, await convertFile(tiny.program, expected, { quantization: 'q4' }));
    assert.deepEqual(await readFile(target), await readFile(expected));
    const seen: number[] = [];
    const report = await client.report(tiny.program, target, {
      text: { text: 'Once upon a time', tokenizer: tiny.tokenizer },
      onProgress: (done, total) => seen.push(done / total),
    });
    assert.ok(report.tensors.some(({ rmsError }) => rmsError > 0));
    assert.ok((report.text?.meanKl ?? 0) > 0);
    assert.ok(seen.length > 0);
  });

  it('passes on what is wrong, in words', async () => {
    const missing = path.join(folder, 'missing.bin');
    await assert.rejects(
      client.convert(missing, path.join(folder, 'c.psnt'), {}),
      /missing\.bin: file not found/,
    );
    const lost = new ConversionClient(path.join(folder, 'no-worker.js'));
    await assert.rejects(lost.convert(tiny.program, path.join(folder, 'c.psnt'), {}), /The converter failed/);
  });

  it('ends when it is cancelled and leaves nothing behind', async () => {
    const source = path.join(folder, 'large.psnt');
    await writeFile(source, await psntBytes(smallModel({ dim: 512, hiddenDim: 1536, vocabSize: 4000 })));
    const before = (await readdir(folder)).sort();
    const abort = new AbortController();
    const work = client.convert(source, path.join(folder, 'd.psnt'), {
      quantization: 'q4',
      onProgress: () => abort.abort(),
      signal: abort.signal,
    });
    await assert.rejects(work, /cancelled/);
    assert.deepEqual((await readdir(folder)).sort(), before);
    abort.abort();
    await assert.rejects(client.convert(source, path.join(folder, 'd.psnt'), { signal: abort.signal }));
  });
});
