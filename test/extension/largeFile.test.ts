import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileSource } from '../../disc/node/fileSource';
import { pageBytes } from '../../disc/pagedSource';
import { openedModel, type OpenedModel } from '../../extension/inspector/openModelFile';
import { heatMap } from '../../model/inspect/heatMap';
import { tensorStatistics } from '../../model/inspect/statistics';
import { tensorOf } from '../../model/tensorRows';
import { writeSparseModel } from '../support/sparseModel';

const mebibyte = 1024 * 1024;

describe('a model of more than 4 GB', () => {
  let folder: string;
  let opened: OpenedModel;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-large-'));
    const file = path.join(folder, 'large.psnt');
    assert.ok((await writeSparseModel(file)) > 4e9);
    assert.ok((await stat(file)).blocks * 512 < mebibyte, 'the file is not sparse');
    const before = process.memoryUsage.rss();
    const started = performance.now();
    const source = await FileSource.open(file);
    opened = await openedModel({ label: 'large.psnt', source, close: () => source.close() }, {});
    const grown = (process.memoryUsage.rss() - before) / mebibyte;
    console.log(
      `      opened in ${(performance.now() - started).toFixed(0)} ms, ${grown.toFixed(1)} MiB more memory, ${opened.source.bytesRead / mebibyte} MiB read, ${opened.source.pagesKept} pages kept`,
    );
  });
  after(async () => {
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('opens by a few pages', () => {
    assert.equal(opened.content.problem, undefined);
    assert.equal(opened.content.matrices.length, 20);
    assert.ok(opened.source.bytesRead <= 128 * pageBytes, `${opened.source.bytesRead} bytes were read`);
    assert.ok(opened.source.pagesKept <= 32);
  });

  it('is looked into by a sample of each matrix', async () => {
    const model = opened.psnt?.model;
    assert.ok(model);
    const tensor = tensorOf(model, 'layers.01.ffn.w1');
    const before = opened.source.bytesRead;
    const found = await tensorStatistics(model, tensor);
    assert.equal(found.exact, false);
    assert.equal(found.zeros, found.values);
    await heatMap(model, tensor, { rowStart: 0, colStart: 0, rows: tensor.rows, cols: tensor.cols });
    assert.ok(opened.source.bytesRead - before < 128 * mebibyte, 'less than a tenth of the matrices');
    assert.ok(opened.source.pagesKept <= 32);
  });
});
