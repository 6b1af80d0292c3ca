import assert from 'node:assert/strict';
import { MemorySource } from '../../../disc/byteSource';
import { tinyModel, tinyPieces } from '../../../model/convert/tiny';
import {
  findAdjacentTokenizer,
  tokenizerCandidates,
  defaultTokenizerNames,
} from '../../../model/tokenizer/adjacent';
import { encodeTokenizerBin } from '../../../model/tokenizer/tokenizerBin';
import { ggufBytes } from '../../support/checkpoints';

describe('tokenizer beside a model', () => {
  it('is looked for by name, likeliest first', () => {
    const names = [
      'tok512.bin',
      'a.bin',
      'A.tokenizer.bin',
      'tokenizer.bin',
      'notes.txt',
      'b.tokenizer.bin',
      'stock.bin',
    ];
    assert.deepEqual(tokenizerCandidates('a.psnt', names), [
      'A.tokenizer.bin',
      'tokenizer.bin',
      'tok512.bin',
      'b.tokenizer.bin',
    ]);
    assert.deepEqual(tokenizerCandidates('tok.bin', ['tok.bin']), []);
    const usual = defaultTokenizerNames('a.psnt');
    assert.equal(usual[0], 'a.tokenizer.bin');
    assert.deepEqual(tokenizerCandidates('a.psnt', usual).sort(), [...usual].sort());
  });

  it('is the first of matching vocabulary; the others are dismissed with the reason', async () => {
    const model = tinyModel();
    const files: Record<string, Uint8Array> = {
      'tiny.tokenizer.bin': encodeTokenizerBin(tinyPieces().slice(0, 259)),
      'tokenizer.bin': new Uint8Array(99).fill(7),
      'tok.bin': encodeTokenizerBin(tinyPieces()),
    };
    const beside = await findAdjacentTokenizer(model, 'tiny.psnt', Object.keys(files), (name) =>
      Promise.resolve(new MemorySource(files[name] ?? new Uint8Array())),
    );
    assert.equal(beside.found?.name, 'tok.bin');
    assert.equal(beside.found.tokenizer.vocabSize, model.config.vocabSize);
    assert.deepEqual(
      beside.dismissed.map(({ name }) => name),
      ['tiny.tokenizer.bin', 'tokenizer.bin'],
    );
    assert.match(beside.dismissed[0]?.reason ?? '', /is 259 tokens,/);
  });

  it('is never that of another model', async () => {
    const model = tinyModel();
    const bytes = encodeTokenizerBin(tinyPieces());
    const look = (modelName: string, ...names: string[]): ReturnType<typeof findAdjacentTokenizer> =>
      findAdjacentTokenizer(model, modelName, names, () => Promise.resolve(new MemorySource(bytes)));
    assert.equal((await look('tiny.psnt', 'other.tokenizer.bin', 'tok512.bin')).found?.name, 'tok512.bin');
    const alone = await look('tiny.psnt', 'other.tokenizer.bin');
    assert.deepEqual([alone.found, alone.undecided], [undefined, ['other.tokenizer.bin']]);
    const tie = await look('tiny.psnt', 'tok512.bin', 'tok-b.bin');
    assert.deepEqual([tie.found, tie.undecided], [undefined, ['tok-b.bin', 'tok512.bin']]);
    assert.equal((await look('tiny-q8.psnt', 'tiny.tokenizer.bin')).found?.name, 'tiny.tokenizer.bin');
    assert.equal((await look('tinyq8.psnt', 'tiny.tokenizer.bin')).found, undefined);
    assert.equal((await look('tiny.psnt', 'tokenizer.model', 'tok512.bin')).found?.name, 'tokenizer.model');
  });

  it('is that of the nearest name, not the first by the alphabet', async () => {
    const bytes = encodeTokenizerBin(tinyPieces());
    const look = async (modelName: string, ...names: string[]): Promise<string | undefined> =>
      (
        await findAdjacentTokenizer(tinyModel(), modelName, names, () =>
          Promise.resolve(new MemorySource(bytes)),
        )
      ).found?.name;
    // "." sorts before "_".
    for (const names of [
      ['stories.tokenizer.bin', 'stories_2.tokenizer.bin', 'tokenizer.bin'],
      ['stories_2.tokenizer.bin', 'tokenizer.json', 'stories.tokenizer.bin'],
    ]) {
      assert.equal(await look('stories_2.psnt', ...names), 'stories_2.tokenizer.bin');
      assert.equal(await look('stories_2-q8.psnt', ...names), 'stories_2.tokenizer.bin');
      assert.equal(await look('stories-q4.psnt', ...names), 'stories.tokenizer.bin');
    }
  });

  it('is found by the name of the folder or of the file that was opened, and asked where two fit', async () => {
    const bytes = encodeTokenizerBin(tinyPieces());
    const look = (modelName: string, ...names: string[]): ReturnType<typeof findAdjacentTokenizer> =>
      findAdjacentTokenizer(tinyModel(), modelName, names, () => Promise.resolve(new MemorySource(bytes)));
    const checkpoint = ['config.json', 'generation_config.json', 'model.safetensors'];
    for (const opened of ['my-model', 'model.safetensors']) {
      for (const name of ['tokenizer.json', 'tokenizer.model'])
        assert.equal((await look(opened, ...checkpoint, name)).found?.name, name);
      // Both forms of one tokenizer: transformers takes tokenizer.json.
      const both = await look(opened, ...checkpoint, 'tokenizer.model', 'tokenizer.json');
      assert.equal(both.found?.name, 'tokenizer.json');
      const tie = await look(opened, ...checkpoint, 'tok8k.model', 'tok32k.model');
      assert.deepEqual(tie.undecided, ['tok32k.model', 'tok8k.model']);
    }
  });

  it('is the one in a GGUF model, and another one only where that cannot be read', async () => {
    const pieces = [
      { text: '<unk>', type: 2 },
      { text: '<s>', type: 3 },
      { text: '</s>', type: 3 },
      ...Array.from({ length: 256 }, (_, byte) => ({
        text: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
        type: 6,
      })),
    ];
    const metadata = (kind: string): Parameters<typeof ggufBytes>[0] => ({
      'general.architecture': 'llama',
      'tokenizer.ggml.model': kind,
      'tokenizer.ggml.tokens': pieces.map(({ text }) => text),
      'tokenizer.ggml.scores': pieces.map(() => 0),
      'tokenizer.ggml.token_type': pieces.map(({ type }) => type),
      'tokenizer.ggml.eot_token_id': 10,
      'tokenizer.ggml.eom_token_id': 11,
    });
    const model = tinyModel({ vocabSize: pieces.length });
    const other = encodeTokenizerBin(tinyPieces().slice(0, pieces.length));
    const look = (kind: string): ReturnType<typeof findAdjacentTokenizer> =>
      findAdjacentTokenizer(model, 'm.gguf', ['m.gguf', 'm.tokenizer.bin'], (name) =>
        Promise.resolve(new MemorySource(name === 'm.gguf' ? ggufBytes(metadata(kind), []) : other)),
      );
    const own = await look('llama');
    assert.equal(own.found?.name, 'm.gguf');
    assert.deepEqual(own.found.tokenizer.ends, [10, 11], 'where llama.cpp ends a text too');
    const beside = await look('gpt2');
    assert.equal(beside.found?.name, 'm.tokenizer.bin');
    assert.match(beside.dismissed[0]?.reason ?? '', /tokenizer\.ggml\.model is "gpt2", expected "llama"/);
  });

  it('is none where none fits', async () => {
    const beside = await findAdjacentTokenizer(tinyModel(), 'tiny.psnt', ['readme.md'], () =>
      Promise.reject(new Error('nothing is opened')),
    );
    assert.deepEqual(beside, { dismissed: [] });
  });
});
