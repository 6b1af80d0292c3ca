import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { MemorySource } from '../../../disc/byteSource';
import { compareWeights } from '../../../model/convert/report';
import { asFloats, compareOnText } from '../../../model/convert/textReport';
import { tinyModel } from '../../../model/convert/tiny';
import { openLlama2c } from '../../../model/convert/llama2c';
import type { Model } from '../../../model/model';
import type { Quantization } from '../../../model/psnt/fields';
import { openPsnt } from '../../../model/psnt/file';
import { openTokenizerBin } from '../../../model/tokenizer/tokenizerBin';
import { valuesOf } from '../../support/checkpoints';
import { NaiveForward } from '../../support/naiveForward';
import { psntBytes } from '../../support/psntBytes';
import { sharedPath } from '../../support/shared';

async function converted(model: Model, quantization: Quantization): Promise<Model> {
  return (await openPsnt(new MemorySource(await psntBytes(model, { quantization })), 'a.psnt')).model;
}

const plain = { layers: 2, uniqueLayers: 2, registers: 0, denseformer: false, valueResidual: false };

describe('conversion report', () => {
  it('gives the errors of each matrix', async () => {
    const before = tinyModel();
    const after = await converted(before, 'q8');
    const reports = await compareWeights(before, after, { worst: 3 });
    assert.equal(reports.length, after.tensors.length);
    for (const { name, cols, maxError, rmsError, snrDb, worstRows } of reports) {
      const [a, b] = [await valuesOf(before, name), await valuesOf(after, name)];
      const errors = Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN)));
      assert.equal(maxError, Math.max(...errors));
      const power = (values: ArrayLike<number>): number =>
        Array.from(values).reduce((sum, v) => sum + v * v, 0);
      assert.ok(Math.abs(rmsError - Math.sqrt(power(errors) / errors.length)) <= 1e-9 * (1 + rmsError));
      if (maxError === 0) {
        assert.equal(snrDb, Infinity);
        assert.deepEqual(worstRows, []);
        continue;
      }
      assert.ok(Math.abs(snrDb - 10 * Math.log10(power(a) / power(errors))) < 1e-6);
      const byRow = Array.from({ length: a.length / cols }, (_, row) =>
        Math.sqrt(power(errors.slice(row * cols, (row + 1) * cols)) / cols),
      );
      const best = byRow.map((rms, row) => ({ rms, row })).sort((x, y) => y.rms - x.rms);
      assert.equal(worstRows.length, 3);
      worstRows.forEach(({ row, rms }, i) => {
        assert.ok(Math.abs(rms - (byRow[row] ?? NaN)) < 1e-9 && Math.abs(rms - (best[i]?.rms ?? NaN)) < 1e-9);
      });
    }
  });

  it('finds that fewer bits lose more', async () => {
    const before = tinyModel(plain);
    const snr: number[] = [];
    for (const quantization of ['q8', 'q4', 'ternary'] as const) {
      const reports = await compareWeights(before, await converted(before, quantization));
      snr.push(reports.find(({ name }) => name === 'layers.00.ffn.w1')?.snrDb ?? NaN);
    }
    const [q8 = 0, q4 = 0, ternary = 0] = snr;
    assert.ok(q8 > 35 && q4 > 15 && q8 > q4 + 10 && q4 > ternary + 5 && ternary > 3, snr.join());
  });

  it('compares what the models say with an independent forward pass', async () => {
    const before = tinyModel(plain);
    const ids = [1, 259, 300, 270, 280, 310];
    for (const quantization of ['q8', 'q4'] as const) {
      const after = await converted(before, quantization);
      const report = await compareOnText(before, after, ids);
      const [a, b] = [await NaiveForward.load(before), await NaiveForward.load(after)];
      const sums = { before: 0, after: 0, kl: 0, agree: 0 };
      for (let i = 0; i + 1 < ids.length; i++) {
        const probabilities = [a, b].map((forward) => {
          const logits = forward.next(ids[i] ?? 0);
          const all = logits.reduce((sum, v) => sum + Math.exp(v), 0);
          return logits.map((v) => Math.exp(v) / all);
        });
        const [p = [], q = []] = probabilities;
        sums.before -= Math.log(p[ids[i + 1] ?? 0] ?? NaN);
        sums.after -= Math.log(q[ids[i + 1] ?? 0] ?? NaN);
        sums.kl += p.reduce((sum, v, id) => sum + v * Math.log(v / (q[id] ?? NaN)), 0);
        sums.agree += p.indexOf(Math.max(...p)) === q.indexOf(Math.max(...q)) ? 1 : 0;
      }
      const positions = ids.length - 1;
      const close = (x: number, y: number): void =>
        assert.ok(Math.abs(x - y) <= 1e-4 * Math.abs(y), `${x} ${y}`);
      assert.equal(report.positions, positions);
      close(report.perplexityBefore, Math.exp(sums.before / positions));
      close(report.perplexityAfter, Math.exp(sums.after / positions));
      assert.ok(Math.abs(report.meanKl - sums.kl / positions) < 1e-5);
      assert.equal(report.top1Agreement, sums.agree / positions);
      assert.ok(report.largestLogitError > 0);
    }
    const same = await compareOnText(before, asFloats(before), ids);
    assert.deepEqual([same.meanKl, same.largestLogitError, same.top1Agreement], [0, 0, 1]);
    await assert.rejects(compareOnText(before, before, [1]), /too short/);
  });

  it('shows that a trained model keeps what it learnt in Q8', async function () {
    const [trained, vocabulary] = [sharedPath('models/stories260K.bin'), sharedPath('models/tok512.bin')];
    if (trained === undefined || vocabulary === undefined) {
      console.log('      skipped: ../shared/models is not there');
      this.skip();
    }
    const before = await openLlama2c(new MemorySource(await readFile(trained)), 'stories260K');
    const tokenizer = await openTokenizerBin(new MemorySource(await readFile(vocabulary)), 'tok512');
    const ids = tokenizer.encodePrompt('Once upon a time, there was a little girl named Lily.');
    const report = await compareOnText(before, await converted(before, 'q8'), ids);
    assert.ok(report.perplexityBefore > 1 && report.perplexityBefore < 8, String(report.perplexityBefore));
    assert.ok(Math.abs(report.perplexityAfter / report.perplexityBefore - 1) < 0.05);
    assert.ok(report.top1Agreement > 0.8 && report.meanKl < 0.02);
  });
});
