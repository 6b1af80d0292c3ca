import type { Corpus } from '../corpus';
import type { Network } from '../network';
import type { KneserNey } from './kneserNey';

/** Every token of the stories after BOS is predicted, including EOS. */
export interface Perplexity {
  readonly perplexity: number;
  readonly tokens: number;
}

function ofSum(sum: number, tokens: number): Perplexity {
  return { perplexity: Math.exp(sum / tokens), tokens };
}

/** Of encoded stories under an n-gram model. */
export function nGramPerplexity(model: KneserNey, stories: readonly (readonly number[])[]): Perplexity {
  let sum = 0;
  let tokens = 0;
  for (const ids of stories) {
    for (let i = 1; i < ids.length; i++, tokens++) {
      const context = ids.slice(Math.max(0, i - model.order + 1), i);
      sum -= Math.log(model.probability(context, ids[i] ?? 0));
    }
  }
  return ofSum(sum, tokens);
}

/** Of encoded stories under a network, one story per row. */
export function networkPerplexity(network: Network, stories: readonly (readonly number[])[]): Perplexity {
  const { sequences, config } = network;
  let sum = 0;
  let count = 0;
  for (let first = 0; first < stories.length; first += sequences) {
    const tokens = new Int32Array(sequences * config.seqLen);
    const targets = new Int32Array(sequences * config.seqLen).fill(-1);
    stories.slice(first, first + sequences).forEach((ids, row) => {
      if (ids.length > config.seqLen + 1) {
        throw new RangeError(`A story has ${ids.length} tokens; the model sees ${config.seqLen}.`);
      }
      for (let i = 0; i + 1 < ids.length; i++, count++) {
        tokens[row * config.seqLen + i] = ids[i] ?? 0;
        targets[row * config.seqLen + i] = ids[i + 1] ?? -1;
      }
    });
    sum += network.forward({ tokens, targets }).reduce((total, loss) => total + loss, 0);
  }
  return ofSum(sum, count);
}

/** The first stories of a corpus as ids, each from BOS to EOS. */
export function encodedStories(corpus: Corpus, count: number): number[][] {
  return Array.from({ length: count }, (_, i) => corpus.encode(corpus.text(0, i, 0, 'halves')));
}
