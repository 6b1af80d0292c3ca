import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { FormatError } from '../../../model/formatError';
import { openTokenizer } from '../../../model/openModel';
import { chatEnds, chatText, encodeChat } from '../../../model/tokenizer/chat';
import { exportTokenizerBin } from '../../../model/tokenizer/exportBin';
import { openTokenizerBin } from '../../../model/tokenizer/tokenizerBin';
import type { Tokenizer } from '../../../model/tokenizer/tokenizer';
import { randomNumbers } from '../../support/randomNumbers';
import { ggufBytes } from '../../support/checkpoints';
import { loadSentencePiece } from '../../support/sentencePiece';
import {
  sentencePieceBytes as modelBytes,
  type ModelSpec,
  type PieceSpec,
} from '../../support/sentencePieceBytes';
import { sharedPath } from '../../support/shared';

const special: readonly PieceSpec[] = [
  { text: '<unk>', score: 0, type: 2 },
  { text: '<s>', score: 0, type: 3 },
  { text: '</s>', score: 0, type: 3 },
];
const bytePieces: readonly PieceSpec[] = Array.from({ length: 256 }, (_, byte) => ({
  text: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  score: 0,
  type: 6,
}));

/** Vocabularies over few letters with few scores, so that ties happen; with user-defined and unused pieces. */
const modelSpec: fc.Arbitrary<ModelSpec> = fc
  .record({
    words: fc.uniqueArray(
      fc.string({ unit: fc.constantFrom('a', 'b', '▁', 'é'), minLength: 1, maxLength: 4 }),
      {
        minLength: 4,
        maxLength: 25,
      },
    ),
    scores: fc.array(fc.nat(6), { minLength: 25, maxLength: 25 }),
    types: fc.array(fc.constantFrom(1, 1, 1, 1, 4, 5), { minLength: 25, maxLength: 25 }),
    algorithm: fc.constantFrom(1, 2),
    byteFallback: fc.boolean(),
    dummyPrefix: fc.boolean(),
    removeExtra: fc.boolean(),
    suffix: fc.boolean(),
  })
  .map(({ words, scores, types, ...rest }) => ({
    ...rest,
    pieces: [
      ...special,
      ...(rest.byteFallback ? bytePieces : []),
      ...words.map((text, i) => ({ text, score: -(scores[i] ?? 0) / 2, type: types[i] ?? 1 })),
    ],
  }));

const smallText = fc.string({
  unit: fc.constantFrom('a', 'a', 'b', 'b', ' ', 'é', 'x', '\n', '日', '🙂', '▁'),
  maxLength: 20,
});
const ranges = [
  [0x20, 0x7f],
  [0x20, 0x7f],
  // Without NUL, at which the library's own texts end.
  [1, 0x250],
  [0x20, 0x3100],
  [0x3000, 0xd800],
  [0xff00, 0x10000],
  [0x1f300, 0x1f700],
  [0x10000, 0x110000],
] as const;
const fragments = [
  '<|im_start|>',
  '<|user|>',
  ' ',
  '  ',
  'the ',
  'once upon',
  'ﬁ①',
  '\u3000',
  '<|bos|>',
  '▁',
  '\t\n',
];

function randomText(next: (below: number) => number): string {
  let text = '';
  for (let left = next(16); left > 0; left--) {
    const [low, high] = ranges[next(ranges.length)] ?? [1, 2];
    text +=
      next(4) === 0
        ? (fragments[next(fragments.length)] ?? '')
        : String.fromCodePoint(low + next(high - low));
  }
  return text;
}

describe('SentencePiece tokenizer', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-sp-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('encodes and decodes made-up models as the library does', async () => {
    const file = path.join(folder, 'made-up.model');
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        modelSpec,
        fc.array(smallText, { minLength: 8, maxLength: 8 }),
        async (spec, texts) => {
          const bytes = modelBytes(spec);
          await writeFile(file, bytes);
          const library = await loadSentencePiece(file);
          const tokenizer = await openTokenizer(new MemorySource(bytes), 'made-up.model');
          for (const text of texts) {
            const ids = library.encodeIds(text);
            assert.deepEqual(tokenizer.encode(text), ids, JSON.stringify(text));
            assert.equal(tokenizer.decode(ids), library.decodeIds(ids));
            compared++;
          }
        },
      ),
      { numRuns: 20 },
    );
    assert.ok(compared >= 160);
  });

  it('reads only what is one', async () => {
    const good = modelBytes({ pieces: [...special, { text: '▁a', score: -1, type: 1 }], algorithm: 2 });
    for (const [bytes, pattern] of [
      [good.subarray(0, 9), /^FormatError: t\.model: the file at offset \d+ is a field of/],
      [modelBytes({ pieces: special.slice(1), algorithm: 2 }), /the vocabulary is 2 pieces, 0 of them/],
      [
        modelBytes({ pieces: special, algorithm: 4 }),
        /model_type is 4 \(char\), expected 1 \(unigram\) or 2/,
      ],
      [
        modelBytes({ pieces: [...special, { text: 'a', score: NaN, type: 1 }], algorithm: 2 }),
        /the score of piece 3 is NaN/,
      ],
    ] as const) {
      await assert.rejects(openTokenizer(new MemorySource(bytes), 't.model'), pattern);
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (at, value) => {
        const copy = new Uint8Array(good);
        copy[at] = value;
        const tokenizer = await openTokenizer(new MemorySource(copy), 't.model').catch((error: unknown) => {
          assert.ok(error instanceof FormatError, String(error));
        });
        tokenizer?.decode(tokenizer.encode('a b'));
      }),
      { numRuns: 300 },
    );
  });

  it('drops the space after the beginning, and only there', async () => {
    const pieces = [...special, { text: '▁a', score: -1, type: 1 }];
    const tokenizer = await openTokenizer(new MemorySource(modelBytes({ pieces, algorithm: 2 })), 't.model');
    const text = (id: number, previous?: number): string =>
      new TextDecoder().decode(tokenizer.bytesOf(id, previous));
    assert.deepEqual([text(3), text(3, 3), text(3, 1)], [' a', ' a', 'a']);
    assert.deepEqual([text(0), text(1), text(99)], [' ⁇ ', '', '']);
    assert.deepEqual([tokenizer.bos, tokenizer.eos, tokenizer.vocabSize], [1, 2, 4]);
    assert.deepEqual(tokenizer.encodePrompt('a a'), [1, 3, 3]);
  });

  it('becomes a llama2.c file that merges alike', async () => {
    const words = ['a', 'b', '▁', 'ab', '▁a', '▁ab'];
    const pieces = [...special, ...bytePieces, ...words.map((text, i) => ({ text, score: -i, type: 1 }))];
    const spec = { pieces, algorithm: 2, byteFallback: true, removeExtra: false };
    const tokenizer = await openTokenizer(new MemorySource(modelBytes(spec)), 't.model');
    const { bytes, losses } = exportTokenizerBin(tokenizer);
    assert.deepEqual(losses, []);
    const exported: Tokenizer = await openTokenizerBin(new MemorySource(bytes), 't.bin');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é'), minLength: 1 }), (text) => {
        assert.deepEqual(exported.encode(text), tokenizer.encode(text));
        const ids = tokenizer.encodePrompt(text);
        assert.equal(exported.decode(ids), tokenizer.decode(ids));
      }),
    );
  });

  it('follows the tokenizer_config.json beside it', async () => {
    const pieces = [...special, ...bytePieces, { text: 'a', score: -1, type: 1 }];
    const bytes = modelBytes({ pieces, algorithm: 2, byteFallback: true, dummyPrefix: false });
    const configured = (config: unknown): Promise<Tokenizer> =>
      openTokenizer(new MemorySource(bytes), 'tokenizer.model', (name) =>
        Promise.resolve(name === 'tokenizer_config.json' ? JSON.stringify(config) : undefined),
      );
    const a = pieces.length - 1;
    assert.deepEqual((await configured({})).encodePrompt('a'), [1, a]);
    assert.deepEqual((await configured({ add_bos_token: false })).encodePrompt('a'), [a]);
    assert.deepEqual((await configured({ add_eos_token: true })).encodePrompt('a'), [1, a, 2]);
    await assert.rejects(
      configured({ add_bos_token: 'no' }),
      /add_bos_token is "no", expected true or false/,
    );
    const stated = (tokens: Readonly<Record<string, string>>): Promise<Tokenizer> =>
      configured({
        chat_template: "{% for m in messages %}{{ '<|user|>' + m.content }}{% endfor %}",
        added_tokens_decoder: Object.fromEntries(
          Object.entries(tokens).map(([id, content]) => [id, { content, special: true }]),
        ),
      });
    const more = await stated({ '0': '<unk>', '1': '<s>', [String(a + 1)]: '<|user|>' });
    assert.equal(more.vocabSize, a + 2);
    assert.deepEqual(encodeChat(more, [{ role: 'user', content: 'a' }]), [a + 1, a]);
    await assert.rejects(
      stated({ '1': '</s>' }),
      /tokenizer_config\.json: added_tokens_decoder\.1\.content is "<\/s>", expected "<s>": that is token 1 of tokenizer\.model/,
    );
    await assert.rejects(stated({ [String(a + 1)]: '</s>' }), /in tokenizer\.model it is token 2, not \d+/);
    await assert.rejects(
      stated({ [String(a + 5)]: '<|user|>' }),
      /expected token \d+: the tokens after those/,
    );
  });

  it('is the same from a GGUF file', async () => {
    const words = ['a', 'b', '▁', 'ab', '▁a', '▁ab'];
    const pieces = [...special, ...bytePieces, ...words.map((text, i) => ({ text, score: -i, type: 1 }))];
    const bytes = modelBytes({ pieces, algorithm: 2, byteFallback: true, removeExtra: false });
    const tokenizer = await openTokenizer(new MemorySource(bytes), 't.model');
    const metadata = {
      'tokenizer.ggml.model': 'llama',
      'tokenizer.ggml.tokens': pieces.map(({ text }) => text),
      'tokenizer.ggml.scores': pieces.map(({ score }) => score),
      'tokenizer.ggml.token_type': pieces.map(({ type }) => type),
      'tokenizer.ggml.bos_token_id': 1,
      'tokenizer.ggml.eos_token_id': 2,
    };
    const same = await openTokenizer(new MemorySource(ggufBytes(metadata, [])), 't.gguf');
    fc.assert(
      fc.property(smallText, (text) => {
        const ids = tokenizer.encodePrompt(text);
        assert.deepEqual(same.encodePrompt(text), ids);
        assert.equal(same.decode(ids), tokenizer.decode(ids));
      }),
    );
    assert.equal(same.eos, 2);
    // Control tokens mean themselves only where the template of the file writes them.
    const template =
      "{{ bos_token }}{% for m in messages %}{{ m.content }}{% if m.role == 'assistant' %}{{ eos_token }}{% endif %}{% endfor %}";
    const speaking = await openTokenizer(
      new MemorySource(ggufBytes({ ...metadata, 'tokenizer.chat_template': template }, [])),
      't.gguf',
    );
    assert.deepEqual(
      encodeChat(speaking, [{ role: 'user', content: 'ab a' }]),
      tokenizer.encodePrompt('ab a'),
    );
    assert.deepEqual(chatEnds(speaking, [{ role: 'user', content: 'ab a' }]), [2]);
    assert.equal(same.chat, undefined);
    const framed = (fields: Record<string, unknown>): Promise<Tokenizer> =>
      openTokenizer(new MemorySource(ggufBytes({ ...metadata, ...fields }, [])), 't.gguf');
    const ab = tokenizer.encode('ab');
    assert.deepEqual((await framed({ 'tokenizer.ggml.add_bos_token': false })).encodePrompt('ab'), ab);
    const both = await framed({ 'tokenizer.ggml.add_eos_token': true });
    assert.deepEqual(both.encodePrompt('ab'), [1, ...ab, 2]);
    // Stated by id, a token ends the text whatever its type is.
    const normal = await framed({ 'tokenizer.ggml.eos_token_id': pieces.length - 1 });
    assert.equal(normal.eos, pieces.length - 1);
    assert.deepEqual([...normal.bytesOf(pieces.length - 1)], []);
    await assert.rejects(
      framed({ 'tokenizer.ggml.eos_token_id': 4000 }),
      /tokenizer\.ggml\.eos_token_id is 4000, expected an id from 0 to 264/,
    );
    const silent = Object.fromEntries(
      Object.entries(metadata).filter(([key]) => key !== 'tokenizer.ggml.bos_token_id'),
    );
    const withDefault = await openTokenizer(new MemorySource(ggufBytes(silent, [])), 't.gguf');
    assert.equal(withDefault.bos, 1);
    const turns = await framed({ 'tokenizer.chat_template': template, 'tokenizer.ggml.eot_token_id': 5 });
    assert.deepEqual(chatEnds(turns, [{ role: 'user', content: 'ab' }]), [2, 5]);
    const other = ggufBytes({ ...metadata, 'tokenizer.ggml.model': 'gpt2' }, []);
    await assert.rejects(
      openTokenizer(new MemorySource(other), 't.gguf'),
      /tokenizer\.ggml\.model is "gpt2", expected "llama": use the model's tokenizer\.json/,
    );
  });

  describe('of the 10M model', () => {
    let bytes: Uint8Array;
    let file: string;
    let tokenizer: Awaited<ReturnType<typeof openTokenizer>>;
    before(async function () {
      const found = sharedPath('models/brandon-8k.tokenizer.model');
      if (found === undefined) {
        console.log('      skipped: ../shared/models is not there');
        this.skip();
      }
      file = found;
      bytes = await readFile(file);
      tokenizer = await openTokenizer(new MemorySource(bytes), 'brandon-8k');
    });

    it('says hello', () => {
      assert.deepEqual(tokenizer.encode('Hello world'), [6069, 8102, 1089]);
      assert.equal(tokenizer.decode([6069, 8102, 1089]), 'Hello world');
      assert.deepEqual([tokenizer.vocabSize, tokenizer.bos, tokenizer.eos], [8192, 2, 3]);
    });

    it('agrees with the library on 10,000 random texts and sequences', async () => {
      const library = await loadSentencePiece(file);
      const next = randomNumbers(20_251_122);
      let longest = 0;
      for (let run = 0; run < 10_000; run++) {
        const text = randomText(next);
        const encoded = library.encodeIds(text);
        assert.equal(tokenizer.encode(text).join(), encoded.join(), JSON.stringify(text));
        longest = Math.max(longest, encoded.length);
        const ids = Array.from({ length: next(12) }, () => (next(3) === 0 ? next(12) : next(8192)));
        assert.equal(tokenizer.decode(ids), library.decodeIds(ids), ids.join());
      }
      assert.ok(longest > 15);
    });

    it('writes conversations as ChatML, without a beginning-of-sequence token', () => {
      const messages = [{ role: 'user', content: 'Hi' }];
      const { chat } = tokenizer;
      assert.ok(chat !== undefined);
      const text = chatText(chat, messages);
      assert.equal(text, '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n');
      const ids = encodeChat(tokenizer, messages);
      // Header, content and footer are encoded one by one, as in training: each has a space of its own.
      const parts = ['<|im_start|>user\n', 'Hi', '<|im_end|>\n', '<|im_start|>assistant\n'];
      assert.deepEqual(
        ids,
        parts.flatMap((part) => tokenizer.encode(part)),
      );
      assert.equal(ids.filter((each) => each === 4).length, 2);
      assert.ok(!ids.includes(2) && ids.includes(5));
      assert.deepEqual(chatEnds(tokenizer, messages), [5, 3]);
    });

    it('says what a llama2.c file of it loses', () => {
      const { bytes: exported, losses } = exportTokenizerBin(tokenizer);
      assert.equal(losses.length, 4);
      assert.ok(exported.length > 8192 * 9);
    });
  });
});
