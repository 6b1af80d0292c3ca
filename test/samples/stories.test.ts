// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openModelFile } from '../../model/node/modelFile';
import { openTokenizerBeside } from '../../model/node/tokenizerFile';
import { PieceTokenizer } from '../../model/tokenizer/pieceTokenizer';
import { encodeTokenizerBin } from '../../model/tokenizer/tokenizerBin';
import { loadWeights } from '../../samples/training/checkpoint';
import { Corpus } from '../../samples/training/corpus';
import {
  encodedStories,
  networkPerplexity,
  nGramPerplexity,
} from '../../samples/training/evaluation/perplexity';
import { KneserNey } from '../../samples/training/evaluation/kneserNey';
import { Storyteller } from '../../samples/training/evaluation/storyteller';
import { judge } from '../../samples/training/grammar/acceptor';
import { Network } from '../../samples/training/network';
import { storySettings } from '../../samples/training/settings';
import { storyPieces } from '../../samples/training/vocabulary';
import { projectRoot } from '../support/project';
import { psntBytes } from '../support/psntBytes';

const samples = path.join(projectRoot, 'samples');
const modelPath = path.join(samples, 'stories', 'stories.psnt');
const tokenizerPath = path.join(samples, 'stories', 'stories.tokenizer.bin');
const checkpoint = path.join(samples, 'training', 'checkpoint');

describe('samples/stories', () => {
  it('is what the converter makes of the checkpoint, byte for byte, and small', async () => {
    const { model, close } = await openModelFile(checkpoint);
    const file = await readFile(modelPath);
    assert.ok(file.equals(await psntBytes(model)), 'run npx tsx samples/make.ts');
    await close();
    const tokenizer = await readFile(tokenizerPath);
    assert.ok(file.length + tokenizer.length < 1_500_000);
    assert.ok(
      tokenizer.equals(encodeTokenizerBin(storyPieces(storySettings))),
      'run npx tsx samples/make.ts',
    );
  });

  it('has every feature, and finds its tokenizer beside it', async () => {
    const { model, close } = await openModelFile(modelPath);
    assert.deepEqual(model.config, storySettings.config);
    const { denseformer, valueResidual, registers, layers, uniqueLayers, heads, kvHeads } = model.config;
    assert.ok(denseformer && valueResidual && registers > 0 && layers > uniqueLayers && heads > kvHeads);
    const { found } = await openTokenizerBeside(modelPath, model);
    assert.equal(found?.name, 'stories.tokenizer.bin');
    await close();
  });

  it('tells stories that the grammar accepts', async function () {
    this.timeout(300_000);
    const { model, close } = await openModelFile(modelPath);
    const storyteller = new Storyteller(model, new PieceTokenizer(storyPieces(storySettings)));
    const greedy = await storyteller.tell({ prompt: 'Once upon a time', temperature: 0, seed: 1 });
    assert.ok(greedy.isEnded && judge(greedy.text).accepted, greedy.text);
    let accepted = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const { text, isEnded } = await storyteller.tell({ prompt: '', temperature: 0.5, seed });
      assert.ok(isEnded, text);
      if (judge(text).accepted) accepted++;
    }
    await close();
    assert.ok(accepted >= 11, `${accepted} of 12 by chance`);
  });

  it('is as good in Q8 as in f32, and better than 5-grams, on stories of combinations that it never saw', async () => {
    const tokenizer = new PieceTokenizer(storyPieces(storySettings));
    const heldOut = encodedStories(new Corpus(tokenizer, storySettings.seed, 'held-out'), 16);
    const network = await Network.create(storySettings.config, storySettings.sequences);
    const perplexityOf = async (file: string): Promise<number> => {
      const { model, close } = await openModelFile(file);
      await loadWeights(network, model);
      await close();
      return networkPerplexity(network, heldOut).perplexity;
    };
    const [float, quantised] = [await perplexityOf(checkpoint), await perplexityOf(modelPath)];
    assert.ok(Math.abs(quantised / float - 1) < 0.01, `${quantised} against ${float}`);
    const nGrams = new KneserNey(5, tokenizer.vocabSize);
    const training = new Corpus(tokenizer, storySettings.seed, 'training');
    for (const ids of encodedStories(training, 3000)) nGrams.learn(ids);
    const { perplexity } = nGramPerplexity(nGrams, heldOut);
    assert.ok(perplexity > 1.3 * quantised, `${perplexity} against ${quantised}`);
  });
});
