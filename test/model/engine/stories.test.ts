// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Context } from 'mocha';
import { MemorySource } from '../../../disc/byteSource';
import type { Model } from '../../../model/model';
import { openModel, openTokenizer } from '../../../model/openModel';
import type { Tokenizer } from '../../../model/tokenizer/tokenizer';
import { EeUnit } from '../../../model/engine/eeUnit';
import type { Engine } from '../../../model/engine/engine';
import { sharedPath } from '../../support/shared';
import { valueOf } from './eeOracle';
import { bufferOf, quantised, runToEnd, startRun, type RunRequest } from './runs';

interface Trained {
  readonly model: Model;
  readonly tokenizer: Tokenizer;
  /** What its author published as its greedy text. */
  readonly story: string;
}

async function openTrained(test: Context): Promise<Trained> {
  const read = async (name: string): Promise<Buffer | undefined> => {
    const path = sharedPath(`models/${name}`);
    return path === undefined ? undefined : readFile(path);
  };
  const [model, tokenizer, readme] = [
    await read('stories260K.bin'),
    await read('tok512.bin'),
    await read('README.md'),
  ];
  if (!model || !tokenizer || !readme) {
    console.log('      skipped: the trained model does not lie in ../shared/models');
    return test.skip();
  }
  const quoted = readme
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('> '));
  return {
    model: await openModel(new MemorySource(model), 'stories260K.bin'),
    tokenizer: await openTokenizer(new MemorySource(tokenizer), 'tok512.bin'),
    story: quoted.map((line) => line.slice(2)).join('\n'),
  };
}

async function tell(model: Model, request: RunRequest): Promise<readonly number[]> {
  const { engine } = await startRun(model, request);
  await runToEnd(engine);
  return engine.state.progress.tokens;
}

function hashOf(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex').slice(0, 16);
}

const wordsOf = (bytes: Uint8Array): Uint32Array => new Uint32Array(bytes.slice().buffer);

/** Makes an engine in EE mode divide and take roots as EE-float revision 1 did, in the range of trained models. */
function roundToNearest(engine: Engine): void {
  const [float, word] = [new Float32Array(1), new Int32Array(1)];
  const bitsOf = (value: number): number => {
    float[0] = value;
    word.set(new Int32Array(float.buffer));
    return (word[0] ?? 0) & (Math.abs(value) < 2 ** -126 ? 0x80000000 : -1);
  };
  const unit: unknown = Reflect.get(Reflect.get(engine, 'executor') as object, 'unit');
  assert.ok(unit instanceof EeUnit);
  Object.assign(unit, {
    div: (a: number, b: number) => bitsOf(valueOf(a >>> 0) / valueOf(b >>> 0)),
    sqrt: (a: number) => bitsOf(Math.sqrt(valueOf(a >>> 0))),
  });
}

describe('engine on a trained model', function () {
  let trained: Trained;
  before(async function () {
    trained = await openTrained(this);
  });

  it('tells the published story, to the letter', async () => {
    const { model, tokenizer, story } = trained;
    const prompt = tokenizer.encodePrompt('');
    assert.equal(prompt.length, 1);
    assert.ok(story.length > 400);
    const ids = await tell(model, { mode: 'ieee', settings: { prompt, maxTokens: 257 } });
    assert.equal(tokenizer.decode(ids), story);
  });

  it('tells a story quantised, with these tokens and these bits', async () => {
    const { model, tokenizer } = trained;
    const settings = { prompt: tokenizer.encodePrompt(''), maxTokens: 257 };
    const q8 = await quantised(model);
    const logits = { ieee: '96b0691aae63da63', ee: 'f107b77ece3709fe' };
    const plan = { arithmeticVersion: 1 } as const;
    for (const mode of ['ieee', 'ee'] as const) {
      const run = await startRun(q8, { mode, settings, plan });
      await runToEnd(run.engine);
      const { tokens } = run.engine.state.progress;
      assert.equal(tokens.length, 258);
      assert.match(tokenizer.decode(tokens), /^Once upon a time, there was a little girl named Lily\./);
      assert.equal(hashOf(tokens.join()), '34d86431075740e9', tokenizer.decode(tokens));
      assert.equal(hashOf(bufferOf(run, 'logits')), logits[mode], `last logits in ${mode} floats`);
    }
  });

  it('chooses the tokens that quotients and roots rounded to nearest gave, from other logits', async function () {
    const { model, tokenizer } = trained;
    const q8 = await quantised(model);
    const settings = { prompt: tokenizer.encodePrompt(''), maxTokens: 257 };
    const plan = { arithmeticVersion: 1 } as const;
    const run = await startRun(q8, { mode: 'ee', settings, plan });
    const before = await startRun(q8, { mode: 'ee', settings, plan });
    roundToNearest(before.engine);
    let [changed, compared] = [0, 0];
    while (run.engine.ended === undefined) {
      const { pass } = run.engine.position();
      for (const { engine } of [run, before])
        while (engine.ended === undefined && engine.position().pass === pass) await engine.step();
      const [now, then] = [run, before].map((each) => wordsOf(bufferOf(each, 'logits')));
      now?.forEach((word, index) => (changed += word === then?.[index] ? 0 : 1));
      compared += now?.length ?? 0;
    }
    assert.deepEqual(run.engine.state.progress.tokens, before.engine.state.progress.tokens);
    // The number stands in docs/arithmetic.md.
    assert.deepEqual([changed, compared], [118_488, 257 * 512]);
  });

  it('computes the same bits whatever the size of a pass', async () => {
    const { model, tokenizer } = trained;
    const prompt = tokenizer.encodePrompt('Once upon a time there was a dragon who could not');
    for (const mode of ['ieee', 'ee'] as const) {
      const caches = [];
      for (const batch of [1, 8]) {
        const run = await startRun(model, { mode, settings: { prompt, maxTokens: 6 }, plan: { batch } });
        await runToEnd(run.engine);
        const names = run.plan.buffers.filter(({ kind }) => kind === 'kv').map(({ name }) => name);
        const contents = ['logits', 'history', ...names].map((name) => [name, bufferOf(run, name)]);
        caches.push(Object.fromEntries(contents) as Record<string, Uint8Array>);
      }
      assert.deepEqual(caches[0], caches[1]);
    }
  });
});
