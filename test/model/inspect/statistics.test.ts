import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { heatMap } from '../../../model/inspect/heatMap';
import { HistogramCounter } from '../../../model/inspect/histogram';
import { scaleProfile } from '../../../model/inspect/scales';
import { tensorStatistics } from '../../../model/inspect/statistics';
import type { Model, Tensor } from '../../../model/model';
import { readRows, tensorOf } from '../../../model/tensorRows';
import { everyFeature, randomModel } from '../../support/randomModel';

/** A model of one f32 tensor. */
function floatModel(rows: number, cols: number, values: Float32Array): { model: Model; tensor: Tensor } {
  const bytes = new Uint8Array(values.buffer);
  const tensor: Tensor = {
    name: 'a',
    rows,
    cols,
    type: 'f32',
    offset: 0,
    bytes: bytes.length,
    dataOffset: 0,
  };
  const model = { label: 'a', config: everyFeature, tensors: [tensor], source: new MemorySource(bytes) };
  return { model, tensor };
}

describe('statistics of a tensor', () => {
  it('are those of its values, whatever they are', async () => {
    const rows = fc.array(fc.float({ noDefaultInfinity: false }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 5 }), async (values, cols) => {
        const count = Math.max(1, Math.floor(values.length / cols)) * cols;
        const floats = new Float32Array(count).map((_, i) => values[i] ?? 0);
        const { model, tensor } = floatModel(count / cols, cols, floats);
        const found = await tensorStatistics(model, tensor, { exact: true });
        const finite = [...floats].filter(Number.isFinite);
        assert.equal(found.values, count);
        assert.equal(found.nan, floats.filter(Number.isNaN).length);
        assert.equal(found.infinite, count - finite.length - found.nan);
        assert.equal(found.zeros, finite.filter((value) => value === 0).length);
        assert.equal(
          found.histogram.counts.reduce((sum, bar) => sum + bar, 0),
          finite.length,
        );
        if (finite.length === 0) return;
        assert.equal(found.min + 0, Math.min(...finite) + 0);
        assert.equal(found.max + 0, Math.max(...finite) + 0);
        const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
        assert.ok(Math.abs(found.mean - mean) <= 1e-9 * Math.max(1, Math.abs(mean)));
      }),
    );
  });

  it('name the rows that are odd', async () => {
    const model = randomModel(everyFeature, 'q8');
    const tensor = tensorOf(model, 'layers.01.ffn.w1');
    const bytes = (await model.source.read(0, model.source.size)).slice();
    const view = new DataView(bytes.buffer);
    const { scalesOffset = 0, dataOffset, rows, cols } = tensor;
    for (let row = 0; row < rows; row++) view.setFloat32(scalesOffset + 4 * row, 0.5, true);
    view.setFloat32(scalesOffset + 4 * 3, NaN, true);
    bytes.fill(0, dataOffset + 5 * cols, dataOffset + 6 * cols);
    bytes.fill(0x7f, dataOffset + 7 * cols, dataOffset + 8 * cols);
    view.setFloat32(scalesOffset + 4 * 9, 0, true);
    const changed = { ...model, source: new MemorySource(bytes) };
    const found = await tensorStatistics(changed, tensor);
    assert.equal(found.exact, true, 'a small matrix is looked at whole');
    assert.deepEqual(found.nanRows, { count: 1, first: [3] });
    assert.deepEqual(found.zeroRows, { count: 2, first: [5, 9] });
    assert.ok(found.saturatedRows.first.includes(7));
    const profile = await scaleProfile(changed, tensor);
    assert.equal(profile?.count, rows);
    assert.equal(profile.zero, 1);
    assert.equal(profile.nan, 1);
    assert.equal(
      profile.buckets.reduce((sum, { count }) => sum + count, 0),
      rows,
    );
  });

  it('come from a sample first, and stop when nobody wants them', async () => {
    const values = new Float32Array(1000 * 200).map((_, i) => i);
    const { model, tensor } = floatModel(1000, 200, values);
    const sampled = await tensorStatistics(model, tensor);
    assert.equal(sampled.exact, false);
    assert.ok(sampled.values < 100_000);
    assert.equal(sampled.min, 0);
    assert.equal(sampled.max, values.length - 1);
    const progress: number[] = [];
    const controller = new AbortController();
    const running = tensorStatistics(model, tensor, {
      exact: true,
      signal: controller.signal,
      onProgress: (done) => {
        progress.push(done);
        if (progress.length === 2) controller.abort();
      },
    });
    await assert.rejects(running, { name: 'AbortError' });
    assert.equal(progress.length, 2);
  });
});

describe('histogram', () => {
  it('counts each value in the bar that it lies in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        (values) => {
          const counter = new HistogramCounter();
          for (const value of values) counter.add(value);
          const { from, to, counts } = counter.histogram;
          if (values.every((value) => value === 0)) return;
          const width = (to - from) / counts.length;
          const expected = counts.map(() => 0);
          for (const value of values) {
            const bar = Math.floor(value / width) - Math.round(from / width);
            expected[bar] = (expected[bar] ?? 0) + 1;
          }
          assert.deepEqual(counts, expected);
        },
      ),
    );
  });
});

describe('heat map', () => {
  it('averages the values of each cell, down to single ones', async () => {
    const model = randomModel(everyFeature, 'q4g32');
    const tensor = tensorOf(model, 'layers.00.ffn.w2');
    const bytes = (await model.source.read(0, model.source.size)).slice();
    const floats = new DataView(bytes.buffer);
    const scales = ((tensor.dataOffset - tensor.offset) / 4) | 0;
    for (let i = 0; i < scales; i++) floats.setFloat32(tensor.offset + 4 * i, 0.01 * (i + 1), true);
    const plain = { ...model, source: new MemorySource(bytes) };
    const all = await readRows(plain, tensor, 0, tensor.rows);
    const near = await heatMap(plain, tensor, { rowStart: 4, rows: 3, colStart: 7, cols: 9 });
    assert.deepEqual([near.cellRows, near.cellCols, near.sampled], [3, 9, false]);
    near.means.forEach((mean, i) => {
      const row = 4 + Math.floor(i / 9);
      assert.equal(mean, all[row * tensor.cols + 7 + (i % 9)]);
    });
    const whole = await heatMap(plain, tensor, { rowStart: -5, rows: 1e9, colStart: 0, cols: 1e9 });
    assert.equal(whole.means.length, whole.cellRows * whole.cellCols);
    assert.equal(
      Math.max(...whole.peaks),
      all.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    );
  });
});
