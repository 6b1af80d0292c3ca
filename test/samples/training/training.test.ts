// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PieceTokenizer } from '../../../model/tokenizer/pieceTokenizer';
import { trainPieces } from '../../../samples/training/bpe';
import { loadRun, saveRun } from '../../../samples/training/checkpoint';
import { vocabularyTexts } from '../../../samples/training/corpus';
import { learningRate } from '../../../samples/training/schedule';
import { storySettings, type TrainingSettings } from '../../../samples/training/settings';
import { Training } from '../../../samples/training/training';

const settings: TrainingSettings = {
  ...storySettings,
  config: {
    ...storySettings.config,
    dim: 32,
    headDim: 8,
    kvDim: 16,
    hiddenDim: 64,
    layers: 2,
    uniqueLayers: 1,
    vocabSize: 400,
    seqLen: 60,
  },
  packedSteps: 30,
  rollCalls: { after: 40, until: 50, rows: 1 },
  schedule: { ...storySettings.schedule, steps: 40, warmup: 5, peak: 1e-2 },
};
const tokenizer = new PieceTokenizer(trainPieces(vocabularyTexts(1, 40), settings.config.vocabSize));

function weights({ network }: Training): Float32Array[] {
  return network.parameters.all.map((parameter) => network.graph.data(parameter).slice());
}

describe('samples/training: a small run', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-training-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('learns, and goes on from a saved state to the bit', async () => {
    const file = path.join(folder, 'run.state');
    const whole = await Training.begin(settings, tokenizer);
    const before = whole.heldOutLoss(1);
    assert.ok(Math.abs(before - Math.log(settings.config.vocabSize)) < 0.5, `at the beginning ${before}`);
    for (let i = 0; i < 20; i++) whole.next();
    await saveRun(file, whole.network, whole.step);
    for (let i = 0; i < 20; i++) whole.next();
    assert.ok(whole.heldOutLoss(1) < 0.75 * before, `from ${before} to ${whole.heldOutLoss(1)}`);

    const resumed = await Training.begin(settings, tokenizer);
    resumed.step = await loadRun(file, resumed.network);
    assert.equal(resumed.step, 20);
    for (let i = 0; i < 20; i++) resumed.next();
    assert.deepEqual(weights(resumed), weights(whole));
  });

  it('refuses the state of a run with other settings', async () => {
    const file = path.join(folder, 'other.state');
    const { network } = await Training.begin(settings, tokenizer);
    await saveRun(file, network, 3);
    const other = { ...settings, config: { ...settings.config, hiddenDim: 72 } };
    const training = await Training.begin(other, tokenizer);
    await assert.rejects(
      loadRun(file, training.network),
      /layers\.00\.ffn\.w1\.data has 2048 values instead of 2304/,
    );
  });

  it('warms up, stays, and decays to nothing', () => {
    const options = { steps: 100, warmup: 10, decay: 0.2, peak: 1 };
    assert.equal(learningRate(1, options), 0.1);
    assert.equal(learningRate(10, options), 1);
    assert.equal(learningRate(80, options), 1);
    assert.ok(Math.abs(learningRate(91, options) - 0.5) < 1e-9);
    assert.ok(Math.abs(learningRate(100, options) - 0.05) < 1e-9);
    assert.equal(learningRate(60, { ...options, steps: 1000 }), learningRate(60, options));
  });
});
