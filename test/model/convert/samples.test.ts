import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { MemorySource } from '../../../disc/byteSource';
import { generateModel } from '../../../model/convert/generated';
import { tinyModel, tinyPieces, tinyShape, tinyTokenizer } from '../../../model/convert/tiny';
import { openModelFile } from '../../../model/node/modelFile';
import { openTokenizerBeside } from '../../../model/node/tokenizerFile';
import { openPsnt } from '../../../model/psnt/file';
import { writePsnt } from '../../../model/psnt/writer';
import { encodeTokenizerBin } from '../../../model/tokenizer/tokenizerBin';
import { NaiveForward } from '../../support/naiveForward';
import { projectRoot } from '../../support/project';
import { psntBytes } from '../../support/psntBytes';

const folder = path.join(projectRoot, 'samples', 'tiny');

describe('samples/tiny', () => {
  it('is what the generator gives, byte for byte', async () => {
    const model = await readFile(path.join(folder, 'tiny.psnt'));
    assert.ok(model.equals(await psntBytes(tinyModel())), 'run npx tsx samples/make.ts');
    const tokenizer = await readFile(path.join(folder, 'tiny.tokenizer.bin'));
    assert.ok(tokenizer.equals(encodeTokenizerBin(tinyPieces())), 'run npx tsx samples/make.ts');
    assert.ok((await stat(path.join(folder, 'tiny.psnt'))).size < 300_000);
  });

  it('has every feature and finds its tokenizer beside it', async () => {
    const { model, close } = await openModelFile(path.join(folder, 'tiny.psnt'));
    try {
      const { config } = model;
      assert.ok(config.kvHeads < config.heads && config.uniqueLayers < config.layers && config.registers > 0);
      assert.ok(config.denseformer && config.valueResidual && config.sharedClassifier);
      const beside = await openTokenizerBeside(path.join(folder, 'tiny.psnt'), model);
      assert.equal(beside.found?.name, 'tiny.tokenizer.bin');
      assert.deepEqual(beside.dismissed, []);
    } finally {
      await close();
    }
  });

  it('stays in range and writes words, quantised as before', async () => {
    const tokenizer = tinyTokenizer();
    const prompt = tokenizer.encodePrompt('the cat');
    for (const source of [tinyModel(), tinyModel({ sharedClassifier: false })]) {
      const float = await NaiveForward.load(source);
      const ids = float.generate(prompt, 24);
      assert.ok(float.largest > 0.1 && float.largest < 100, String(float.largest));
      assert.ok(new Set(ids).size >= 4, tokenizer.decode(ids));
      assert.match(tokenizer.decode(ids), /^[a-z. ]+$/);
      const bytes = await psntBytes(source);
      const quantised = await NaiveForward.load((await openPsnt(new MemorySource(bytes), 'tiny')).model);
      assert.deepEqual(quantised.generate(prompt, 8), ids.slice(0, 8));
    }
  });

  it('depends on the seed and on nothing else', async () => {
    const config = { ...tinyShape, layers: 2, uniqueLayers: 1 };
    const make = (seed: number): Promise<Uint8Array> => psntBytes(generateModel({ seed, config }));
    assert.deepEqual(await make(7), await make(7));
    assert.notDeepEqual(await make(7), await make(8));
    // Seed 0 would stop the generator.
    const sizes: number[] = [];
    await writePsnt(generateModel({ seed: 0, config }), (bytes) => {
      sizes.push(new Set(bytes).size);
      return Promise.resolve();
    });
    assert.ok(Math.max(...sizes) > 100);
  });
});
