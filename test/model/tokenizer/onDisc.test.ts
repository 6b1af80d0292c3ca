import assert from 'node:assert/strict';
import { MemorySource } from '../../../disc/byteSource';
import { tinyModel, tinyPieces } from '../../../model/convert/tiny';
import { firstTokenizerOf } from '../../../model/tokenizer/adjacent';
import { discTokenizerCandidates } from '../../../model/tokenizer/onDisc';
import { encodeTokenizerBin } from '../../../model/tokenizer/tokenizerBin';

describe('tokenizer on a disc', () => {
  it('is looked for by name first, then among all files of a size that it can have', () => {
    const files = [
      { path: 'SYSTEM.CNF', bytes: 60 },
      { path: 'STORIES_.BIN', bytes: 9000 },
      { path: 'DATA/TOKENIZE.BIN', bytes: 9000 },
      { path: 'MODEL.PSN', bytes: 9000 },
      { path: 'WEIGHTS.BIN', bytes: 2 ** 30 },
    ];
    assert.deepEqual(discTokenizerCandidates('MODEL.PSN', 512, files), ['DATA/TOKENIZE.BIN', 'STORIES_.BIN']);
  });

  it('is not looked for in more files than can be read in a moment', () => {
    const files = Array.from({ length: 40000 }, (_, i) => ({ path: `A${i}.DAT`, bytes: 5000 }));
    assert.equal(discTokenizerCandidates('MODEL.PSN', 512, files).length, 32);
  });

  it('is the file whose contents say so, whatever it is called', async () => {
    const model = tinyModel();
    const contents: Readonly<Record<string, Uint8Array>> = {
      'PSML_000.01': Uint8Array.from({ length: 5000 }, (_, i) => (i * 37) & 0xff),
      'EMPTY.DAT': new Uint8Array(5000),
      'OTHER.DAT': encodeTokenizerBin(tinyPieces().slice(0, 259)),
      'WORDS.DAT': encodeTokenizerBin(tinyPieces()),
    };
    const files = Object.entries(contents).map(([path, bytes]) => ({ path, bytes: bytes.length }));
    const names = discTokenizerCandidates('MODEL.PSN', model.config.vocabSize, files);
    const { found, dismissed } = await firstTokenizerOf(model, names, (name) =>
      Promise.resolve(new MemorySource(contents[name] ?? new Uint8Array())),
    );
    assert.equal(found?.name, 'WORDS.DAT');
    assert.deepEqual(
      dismissed.map(({ name }) => name),
      ['PSML_000.01', 'EMPTY.DAT', 'OTHER.DAT'],
    );
  });
});
