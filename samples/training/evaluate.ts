import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorText } from '../../common/errorText';
import { MemorySource } from '../../disc/byteSource';
import type { Model } from '../../model/model';
import { openModelFile } from '../../model/node/modelFile';
import type { PieceTokenizer } from '../../model/tokenizer/pieceTokenizer';
import { openTokenizerBin } from '../../model/tokenizer/tokenizerBin';
import { loadWeights } from './checkpoint';
import { Corpus } from './corpus';
import { KneserNey } from './evaluation/kneserNey';
import { encodedStories, networkPerplexity, nGramPerplexity } from './evaluation/perplexity';
import { storyFigures } from './evaluation/storyFigures';
import { Storyteller } from './evaluation/storyteller';
import { Network } from './network';
import { rowKinds, stepsOf, storySettings } from './settings';

const samples = path.join(__dirname, '..');
const help = `Measures the model of samples/stories: npx tsx samples/training/evaluate.ts [options]
  --checkpoint FOLDER  the float model (samples/training/checkpoint)
  --model FILE         the quantised model (samples/stories/stories.psnt)
  --tokenizer FILE     of both (samples/stories/stories.tokenizer.bin)
  --steps N            steps that the training took (${stepsOf(storySettings)})
  --held-out N         held-out stories whose perplexity is measured (400)
  --stories N          stories that the model is asked for, at each temperature (200)`;

const seed = storySettings.seed;
const temperatures = [0.5, 0.8, 1];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      checkpoint: { type: 'string', default: path.join(samples, 'training', 'checkpoint') },
      model: { type: 'string', default: path.join(samples, 'stories', 'stories.psnt') },
      tokenizer: { type: 'string', default: path.join(samples, 'stories', 'stories.tokenizer.bin') },
      steps: { type: 'string', default: String(stepsOf(storySettings)) },
      'held-out': { type: 'string', default: '400' },
      stories: { type: 'string', default: '200' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const tokenizer = await openTokenizerBin(
    new MemorySource(new Uint8Array(await readFile(values.tokenizer))),
    values.tokenizer,
  );
  const training = new Corpus(tokenizer, seed, 'training');
  const heldOut = encodedStories(new Corpus(tokenizer, seed, 'held-out'), Number(values['held-out']));
  // Stories of the training split that no step has used: their batch number is beyond the last step.
  const unseen = heldOut.map((_, i) =>
    training.encode(training.text(Number(values.steps) + 1, i, 0, 'halves')),
  );

  const network = await Network.create(storySettings.config, storySettings.sequences);
  const measure = async (name: string, file: string): Promise<void> => {
    const { model, close } = await openModelFile(file);
    await loadWeights(network, model);
    await close();
    const known = networkPerplexity(network, unseen);
    const { perplexity, tokens } = networkPerplexity(network, heldOut);
    print(
      `${name}: held-out ${fixed(perplexity)}, unseen stories ${fixed(known.perplexity)} (${tokens} tokens)`,
    );
  };
  await measure('float32', values.checkpoint);
  await measure('Q8', values.model);

  const nGrams = new KneserNey(5, tokenizer.vocabSize);
  const known = new Set<string>();
  for (const text of trainingTexts(training, Number(values.steps))) {
    known.add(text);
    nGrams.learn(training.encode(text));
  }
  const { perplexity } = nGramPerplexity(nGrams, heldOut);
  const onUnseen = nGramPerplexity(nGrams, unseen);
  print(
    `5-grams of ${known.size} stories: held-out ${fixed(perplexity)}, unseen stories ${fixed(onUnseen.perplexity)}`,
  );

  const { model, close } = await openModelFile(values.model);
  await tellStories(model, tokenizer, Number(values.stories), known);
  await close();
}

/** Every story in the training text, including those that a row cuts off. */
function* trainingTexts(corpus: Corpus, steps: number): Generator<string> {
  const { seqLen } = storySettings.config;
  for (let step = 1; step <= steps; step++) {
    for (const [row, kind] of rowKinds(storySettings, step).entries()) {
      if (kind !== 'roll call') yield* corpus.textsOfRow(step, row, seqLen, kind);
    }
  }
}

async function tellStories(
  model: Model,
  tokenizer: PieceTokenizer,
  count: number,
  known: ReadonlySet<string>,
): Promise<void> {
  const storyteller = new Storyteller(model, tokenizer);
  for (const temperature of temperatures) {
    const told = [];
    for (let i = 1; i <= count; i++) told.push(await storyteller.tell({ prompt: '', temperature, seed: i }));
    const figures = storyFigures(told, known);
    print(
      `temperature ${temperature}: ` +
        Object.entries(figures)
          .map(([name, value]) => `${name} ${String(value)}`)
          .join(', '),
    );
  }
}

function fixed(value: number): string {
  return value.toFixed(4);
}

function print(line: string): void {
  console.log(line);
}

main().catch((error: unknown) => {
  console.error(errorText(error));
  process.exitCode = 1;
});
