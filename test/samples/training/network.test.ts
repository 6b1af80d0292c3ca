import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openModelFile } from '../../../model/node/modelFile';
import type { ModelConfig } from '../../../model/model';
import { loadWeights, saveCheckpoint } from '../../../samples/training/checkpoint';
import { Network, type Batch } from '../../../samples/training/network';
import { Random } from '../../../samples/training/random';
import { NaiveForward } from '../../support/naiveForward';
import { everyFeature } from '../../support/randomModel';

const config: ModelConfig = {
  ...everyFeature,
  hiddenDim: 48,
  vocabSize: 72,
  seqLen: 45,
};
const sequences = 2;

function randomBatch(random: Random): Batch {
  const ids = (): Int32Array =>
    Int32Array.from({ length: sequences * config.seqLen }, () => random.below(config.vocabSize));
  const batch = { tokens: ids(), targets: ids() };
  batch.targets[3] = -1;
  return batch;
}

async function randomNetwork(random: Random): Promise<Network> {
  const network = await Network.create(config, sequences);
  network.parameters.initialise(random);
  for (const parameter of network.parameters.all) {
    if (parameter.part !== 'denseformer' && !parameter.part.endsWith('norm')) continue;
    network.graph.data(parameter).forEach((value, i, all) => (all[i] = value + 0.2 * random.normal()));
  }
  return network;
}

describe('samples/training: network', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-network-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('computes what the architecture says, by way of a checkpoint that the converter reads', async () => {
    const random = new Random(11);
    const network = await randomNetwork(random);
    await saveCheckpoint(folder, network);
    const { model, close } = await openModelFile(folder);
    assert.deepEqual(model.config, config);
    const batch = randomBatch(random);
    const losses = network.forward(batch);
    for (let row = 0; row < sequences; row++) {
      const naive = await NaiveForward.load(model);
      for (let i = row * config.seqLen; i < (row + 1) * config.seqLen; i++) {
        const logits = naive.next(batch.tokens[i] ?? 0);
        const target = batch.targets[i] ?? -1;
        const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
        const expected = target < 0 ? 0 : Math.log(sum) - (logits[target] ?? NaN);
        assert.ok(
          Math.abs((losses[i] ?? NaN) - expected) < 1e-4,
          `token ${i}: ${losses[i]}, not ${expected}`,
        );
      }
    }
    const other = await Network.create(config, sequences);
    await loadWeights(other, model);
    assert.deepEqual(other.forward(batch), losses);
    await close();
  });

  it('has the gradients that differences of the loss show, for every tensor', async () => {
    const random = new Random(12);
    const network = await randomNetwork(random);
    const batch = randomBatch(random);
    const asked = batch.targets.filter((id) => id >= 0).length;
    const loss = (): number => network.forward(batch).reduce((sum, value) => sum + value, 0) / asked;
    loss();
    network.backward();
    for (const parameter of network.parameters.all) {
      // Along the gradient itself, where the loss changes most.
      const gradient = network.graph.grad(parameter).slice();
      const square = gradient.reduce((sum, value) => sum + value * value, 0);
      const distance = 4e-3 / Math.sqrt(square);
      const original = network.graph.data(parameter).slice();
      const at = (factor: number): number => {
        const values = network.graph.data(parameter);
        original.forEach((value, i) => (values[i] = value + factor * (gradient[i] ?? 0)));
        return loss();
      };
      const difference = (at(distance) - at(-distance)) / (2 * distance);
      network.graph.data(parameter).set(original);
      const ratio = difference / square;
      assert.ok(Math.abs(ratio - 1) < 0.01, `${parameter.name}: by differences ${ratio} of the gradient`);
    }
  });
});
