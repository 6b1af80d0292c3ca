import assert from 'node:assert/strict';
import { PieceTokenizer } from '../../../model/tokenizer/pieceTokenizer';
import { chunksOf, trainPieces } from '../../../samples/training/bpe';
import { Corpus, vocabularyTexts } from '../../../samples/training/corpus';

describe('samples/training: vocabulary and corpus', () => {
  const texts = [...vocabularyTexts(3, 60)];
  const tokenizer = new PieceTokenizer(trainPieces(texts, 480));
  const corpus = new Corpus(tokenizer, 3, 'training');

  it('merges the commonest pairs first, the first of equals', () => {
    const pieces = trainPieces(['aab aab', 'ab b'], 3 + 256 + 3 + 3).slice(3 + 256);
    const decoder = new TextDecoder();
    // " a" and "ab" three times each, " a" being first; then " a a" and "a b" twice each; then " aa b" twice.
    assert.deepEqual(
      pieces.map(({ bytes }) => decoder.decode(bytes)),
      [' ', 'a', 'b', ' a', ' aa', ' aab'],
    );
    assert.deepEqual(
      pieces.slice(3).map(({ score }) => score),
      [-1, -2, -3],
    );
  });

  it('stops when nothing is left to merge', () => {
    assert.throws(() => trainPieces(['ab'], 1000), /no more than/);
  });

  it('cuts texts so that nothing is lost', () => {
    for (const text of texts) assert.equal(chunksOf(text).join(''), text);
  });

  it('encodes as the tokenizer does without chunks, and back', () => {
    for (let i = 0; i < 40; i++) {
      const text = corpus.text(i, 0, 0);
      const ids = corpus.encode(text);
      assert.deepEqual(ids, [...tokenizer.encodePrompt(text), tokenizer.eos]);
      assert.equal(tokenizer.decode(ids.slice(0, -1)), text);
    }
  });

  it('makes the same batch of the same number, each row from BOS on, and asks for the next token', () => {
    const length = 300;
    const packed = ['stories', 'stories', 'stories'] as const;
    const { tokens, targets } = corpus.batch(7, packed, length);
    assert.deepEqual(corpus.batch(7, packed, length), { tokens, targets });
    assert.notDeepEqual(corpus.batch(8, packed, length).tokens, tokens);
    for (let row = 0; row < 3; row++) {
      const ids = corpus.textsOfRow(7, row, length, 'stories').flatMap((text) => corpus.encode(text));
      assert.ok(ids.length > length);
      for (let i = 0; i < length; i++) {
        assert.equal(tokens[row * length + i], ids[i]);
        const asked = ids[i] === tokenizer.eos ? -1 : ids[i + 1];
        assert.equal(targets[row * length + i], asked);
      }
    }
  });

  it('gives a row that is not packed one story, and asks for nothing behind it', () => {
    const length = 700;
    const { tokens, targets } = corpus.batch(7, ['story'], length);
    const ids = corpus.encode(corpus.text(7, 0, 0));
    assert.deepEqual([...tokens], [...ids, ...Array<number>(length - ids.length).fill(0)]);
    assert.deepEqual([...targets.subarray(0, ids.length - 1)], ids.slice(1));
    assert.ok(targets.subarray(ids.length - 1).every((id) => id === -1));
  });
});
