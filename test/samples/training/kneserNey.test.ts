import assert from 'node:assert/strict';
import { KneserNey } from '../../../samples/training/evaluation/kneserNey';
import { Random } from '../../../samples/training/random';

const vocabSize = 12;

/** Texts of a chain: after BOS (0), a token depends on the two before it. */
function text(random: Random): number[] {
  const ids = [0];
  while (ids.length < 30) {
    const [a = 0, b = 0] = ids.slice(-2);
    ids.push(
      random.uniform() < 0.8 ? 1 + ((a * 3 + b * 5) % (vocabSize - 1)) : 1 + random.below(vocabSize - 1),
    );
  }
  return ids;
}

function perplexity(model: KneserNey, texts: readonly number[][]): number {
  let sum = 0;
  let count = 0;
  for (const ids of texts) {
    for (let i = 1; i < ids.length; i++, count++) {
      sum -= Math.log(model.probability(ids.slice(0, i), ids[i] ?? 0));
    }
  }
  return Math.exp(sum / count);
}

describe('samples/training: 5-gram model', () => {
  const random = new Random(5);
  const learned = Array.from({ length: 200 }, () => text(random));
  const unseen = Array.from({ length: 20 }, () => text(random));
  const models = [1, 2, 3, 5].map((order) => {
    const model = new KneserNey(order, vocabSize);
    for (const ids of learned) model.learn(ids);
    return model;
  });

  it('gives probabilities that add up to 1 after any context', () => {
    const contexts = [[], [0], [3], [0, 4], [9, 9, 9, 9], [0, 0], ...unseen.map((ids) => ids.slice(0, 7))];
    for (const model of models) {
      for (const context of contexts) {
        const sum = Array.from({ length: vocabSize }, (_, id) => model.probability(context, id)).reduce(
          (a, b) => a + b,
        );
        assert.ok(Math.abs(sum - 1) < 1e-9, `order ${model.order} after ${context.join()}: ${sum}`);
      }
    }
  });

  it('is as good as the source allows once it sees two tokens back, and no worse with longer n-grams', () => {
    const [one = 0, two = 0, three = 0, five = 0] = models.map((model) => perplexity(model, unseen));
    assert.ok(one > two && two > three, `${one}, ${two}, ${three}`);
    // The source's own: 80 % + 20 % / 11 for one token, 20 % / 11 for each of the others.
    const likely = 0.8 + 0.2 / 11;
    const entropy = -likely * Math.log(likely) - 10 * (0.2 / 11) * Math.log(0.2 / 11);
    assert.ok(three < 1.1 * Math.exp(entropy), `${three}, of at best ${Math.exp(entropy)}`);
    assert.ok(five < 1.15 * three, `${five}, ${three}`);
  });

  it('takes the chances of its own small counts, worked out by hand', () => {
    // "a b", "a c", "b c" after BOS: bigrams 0 a ×2, 0 b, a b, a c, b c.
    const model = new KneserNey(2, 4);
    for (const ids of [
      [0, 1, 2],
      [0, 1, 3],
      [0, 2, 3],
    ]) {
      model.learn(ids);
    }
    // Bigrams: four count once, one twice: y = 4 / 6, D1 = 1 − 2·y·1/4 = 2/3; no three: D2 = 2 (held to the count).
    // Unigrams by tokens before: a 1, b 2, c 2: n1 = 1, n2 = 2, y = 1/5; D1 = 1 − 2/5·2 = 1/5, D2 = 2.
    const unigram = (count: number, discount: number): number => (count - discount + (1 / 5 + 2 * 2) / 4) / 5;
    const b = unigram(2, 2);
    assert.ok(Math.abs(model.probability([1], 2) - (1 - 2 / 3 + 2 * (2 / 3) * b) / 2) < 1e-12);
  });
});
