import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { tinyPieces, tinyTokenizer } from '../../../model/convert/tiny';
import { FormatError } from '../../../model/formatError';
import { openTokenizer } from '../../../model/openModel';
import { PieceTokenizer, type Piece } from '../../../model/tokenizer/pieceTokenizer';
import { encodeTokenizerBin, openTokenizerBin } from '../../../model/tokenizer/tokenizerBin';
import { checkVocabulary } from '../../../model/tokenizer/vocabulary';
import { tinyModel } from '../../../model/convert/tiny';
import { sharedPath } from '../../support/shared';

/** llama2.c's encoding in the plainest way: a scan of all neighbours for each merge. */
function naiveEncode(pieces: readonly Piece[], text: string): number[] {
  if (text === '') return [];
  const find = (bytes: readonly number[]): number =>
    pieces.findIndex((piece) => Buffer.from(piece.bytes).equals(Buffer.from(bytes)));
  const ids = find([0x20]) >= 0 ? [find([0x20])] : [];
  for (const character of text) {
    const bytes = [...Buffer.from(character)];
    const id = find(bytes);
    if (id >= 0) ids.push(id);
    else ids.push(...bytes.map((byte) => byte + 3));
  }
  for (;;) {
    let best = { score: -1e10, id: -1, at: -1 };
    for (let at = 0; at + 1 < ids.length; at++) {
      const [left, right] = [pieces[ids[at] ?? -1], pieces[ids[at + 1] ?? -1]];
      if (!left || !right) continue;
      const id = find([...left.bytes, ...right.bytes]);
      const score = pieces[id]?.score ?? -Infinity;
      if (score > best.score) best = { score, id, at };
    }
    if (best.at < 0) return ids;
    ids.splice(best.at, 2, best.id);
  }
}

/** Three special tokens, the bytes, and words over a few letters with few different scores, so that ties happen. */
const vocabulary = fc
  .array(
    fc.tuple(fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é'), minLength: 1, maxLength: 4 }), fc.nat(5)),
    { maxLength: 25 },
  )
  .map((words) => [
    ...tinyPieces().slice(0, 259),
    ...words.map(([word, score]) => ({ bytes: new TextEncoder().encode(word), score: -score })),
  ]);

describe('tokenizer', () => {
  it('encodes as the plainest implementation does', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', 'é', 'x', '\n', '日', '🙂'),
      maxLength: 24,
    });
    fc.assert(
      fc.property(vocabulary, text, (pieces, value) => {
        assert.deepEqual(new PieceTokenizer(pieces).encode(value), naiveEncode(pieces, value));
      }),
      { numRuns: 200 },
    );
  });

  it('gives any text back, with the space that it puts in front', () => {
    const tokenizer = tinyTokenizer();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const ids = tokenizer.encode(text);
        assert.equal(tokenizer.decode(ids), text === '' ? '' : ` ${text}`);
        assert.equal(tokenizer.decode(tokenizer.encodePrompt(text)), text);
      }),
    );
  });

  it('reaches every piece by merging', () => {
    const tokenizer = tinyTokenizer();
    for (const [id, { bytes }] of tokenizer.pieces.entries()) {
      const text = new TextDecoder().decode(bytes);
      if (id < 259 || text === ' ') continue;
      const ids = tokenizer.encode(text.startsWith(' ') ? text.slice(1) : text);
      assert.equal(ids.at(-1), text.startsWith(' ') || ids.length > 1 ? id : ids.at(-1), text);
    }
    assert.equal(tokenizer.encode('the little cat').length, 3);
  });

  it('puts BOS in front of a prompt, drops one space right after it, and turns <0xXX> into bytes', () => {
    const tokenizer = tinyTokenizer();
    const the = tokenizer.idOf(' the') ?? -1;
    assert.deepEqual(tokenizer.encodePrompt(''), [1]);
    assert.deepEqual(tokenizer.encodePrompt('the'), [1, the]);
    assert.equal(Buffer.from(tokenizer.bytesOf(the, 1)).toString(), 'the');
    assert.equal(Buffer.from(tokenizer.bytesOf(the, the)).toString(), ' the');
    assert.deepEqual([...tokenizer.bytesOf(3 + 0xe9)], [0xe9]);
    assert.equal(tokenizer.decode([1, the, the]), 'the the');
    assert.equal(tokenizer.decode([3 + 0xc3, 3 + 0xa9, 3 + 0xff]), 'é\uFFFD');
    assert.deepEqual([...tokenizer.bytesOf(99_999)], []);
  });

  it('encodes a long text at once', () => {
    const tokenizer = tinyTokenizer();
    const ids = tokenizer.encode('the little cat sang '.repeat(5000));
    assert.equal(ids.length, 20_001);
  });

  it('is written and read back', async () => {
    await fc.assert(
      fc.asyncProperty(vocabulary, async (pieces) => {
        const bytes = encodeTokenizerBin(pieces);
        const read = await openTokenizerBin(new MemorySource(bytes), 't.bin');
        assert.deepEqual(
          read.pieces,
          pieces.map(({ bytes: b, score }) => ({ bytes: b, score })),
        );
        assert.deepEqual(encodeTokenizerBin(read.pieces), bytes);
      }),
      { numRuns: 20 },
    );
  });

  it('says where a file is wrong', async () => {
    const bytes = encodeTokenizerBin(tinyPieces());
    const change = (write: (view: DataView) => void): MemorySource => {
      const copy = new Uint8Array(bytes);
      write(new DataView(copy.buffer));
      return new MemorySource(copy);
    };
    for (const [source, pattern] of [
      [new MemorySource(bytes.subarray(0, 3)), /t\.bin: the file size is 3 bytes, expected 12 bytes/],
      [
        new MemorySource(bytes.subarray(0, 20)),
        /the length of token 1 at offset 17|score and length of token 1/,
      ],
      [
        change((view) => view.setInt32(8, -1, true)),
        /the length of token 0 at offset 8 is -1, expected 0 to/,
      ],
      [
        change((view) => view.setInt32(8, 5000, true)),
        /the length of token 0 at offset 8 is 5000, expected 0 to/,
      ],
      [change((view) => view.setFloat32(4, NaN, true)), /the score of token 0 at offset 4 is NaN/],
      [
        new MemorySource(bytes.subarray(0, -1)),
        /the length of token \d+ at offset \d+ is \d+, expected at most/,
      ],
      [
        change((view) => view.setUint32(0, 0x544e5350, true)),
        /magic at offset 0 is "PSNT".*it is a model; open it in the inspector/,
      ],
    ] as const) {
      await assert.rejects(
        openTokenizer(source, 't.bin'),
        (error) => error instanceof FormatError && pattern.test(error.message),
        String(pattern),
      );
    }
  });

  it('answers any changed byte with a FormatError or a tokenizer', async () => {
    const bytes = encodeTokenizerBin(tinyPieces());
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, value) => {
        const copy = new Uint8Array(bytes);
        copy[at] = value;
        await openTokenizer(new MemorySource(copy), 't.bin').catch((error: unknown) => {
          assert.ok(error instanceof FormatError);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is refused for a model of another vocabulary', () => {
    const model = tinyModel();
    checkVocabulary(tinyTokenizer(), model);
    assert.throws(
      () => checkVocabulary({ vocabSize: 512 }, model, 'tok512.bin'),
      /^FormatError: tok512\.bin: the vocabulary is 512 tokens, expected the \d+ tokens of tiny: choose/,
    );
  });

  it('reads the tokenizer of the trained model and agrees with the plainest implementation', async function () {
    const file = sharedPath('models/tok512.bin');
    if (file === undefined) {
      console.log('      skipped: ../shared/models is not there');
      this.skip();
    }
    const bytes = await readFile(file);
    const tokenizer = await openTokenizerBin(new MemorySource(bytes), 'tok512.bin');
    assert.equal(tokenizer.vocabSize, 512);
    const text = 'Once upon a time, there was a little girl named Lily.\n"Ünïcode" 🙂 1234';
    assert.deepEqual(tokenizer.encode(text), naiveEncode(tokenizer.pieces, text));
    assert.ok(tokenizer.encode('Once upon a time, there was a little girl named Lily.').length < 30);
    assert.equal(tokenizer.decode(tokenizer.encodePrompt(text)), text);
    assert.ok(Buffer.from(encodeTokenizerBin(tokenizer.pieces)).equals(bytes));
  });
});
