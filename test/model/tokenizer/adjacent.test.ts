import assert from 'node:assert/strict';
import { MemorySource } from '../../../disc/byteSource';
import { tinyModel, tinyPieces } from '../../../model/convert/tiny';
import {
  findAdjacentTokenizer,
  tokenizerCandidates,
  defaultTokenizerNames,
} from '../../../model/tokenizer/adjacent';
import { encodeTokenizerBin } from '../../../model/tokenizer/tokenizerBin';

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

  it('is none where none fits', async () => {
    const beside = await findAdjacentTokenizer(tinyModel(), 'tiny.psnt', ['readme.md'], () =>
      Promise.reject(new Error('nothing is opened')),
    );
    assert.deepEqual(beside, { dismissed: [] });
  });
});
