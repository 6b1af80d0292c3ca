import assert from 'node:assert/strict';
import { MemorySource } from '../../../disc/byteSource';
import { tinyModel } from '../../../model/convert/tiny';
import { compilePlan } from '../../../model/plan/compile';
import { openTokenizer } from '../../../model/tokenizer/openTokenizer';
import type { Tokenizer } from '../../../model/tokenizer/tokenizer';
import { runSettingsOf } from '../../../project/program/load';
import { requestOf, resolveRun } from '../../../project/program/resolve';
import { sentencePieceBytes, type PieceSpec } from '../../support/sentencePieceBytes';

type Files = Readonly<Record<string, unknown>>;

/** Ids 0 to 5 are the same in both kinds. */
const words = ['<unk>', '<s>', '</s>', '<|end|>', 'a', 'b'];
const specials = words.slice(0, 4);

const json = (parts: object = {}): object => ({
  added_tokens: specials.map((content, id) => ({ id, content, special: true, normalized: false })),
  model: { type: 'BPE', vocab: Object.fromEntries(words.map((text, id) => [text, id])), merges: [] },
  ...parts,
});

const openWith = (name: string, bytes: Uint8Array, files: Files): Promise<Tokenizer> =>
  openTokenizer(new MemorySource(bytes), name, (file) =>
    Promise.resolve(Object.hasOwn(files, file) ? JSON.stringify(files[file]) : undefined),
  );

const openJson = (files: Files, parts?: object, name = 'tokenizer.json'): Promise<Tokenizer> =>
  openWith(name, new TextEncoder().encode(JSON.stringify(json(parts))), files);

const pieces: readonly PieceSpec[] = words.map((text, id) => ({
  text,
  score: -id,
  type: text === '<unk>' ? 2 : id < 4 ? 3 : 1,
}));
const openModel = (files: Files, name = 'tokenizer.model'): Promise<Tokenizer> =>
  openWith(name, sentencePieceBytes({ pieces, algorithm: 2, dummyPrefix: false }), files);

const bothKinds = [
  ['tokenizer.json', openJson],
  ['tokenizer.model', openModel],
] as const;

describe('what the files of a folder state about its tokenizer', () => {
  for (const [file, open] of bothKinds) {
    describe(file, () => {
      it('has the start and end tokens that tokenizer_config.json names, as a text or an object', async () => {
        const config = { bos_token: '<|end|>', eos_token: { content: '<s>' } };
        const tokenizer = await open({ 'tokenizer_config.json': config });
        assert.deepEqual([tokenizer.bos, tokenizer.eos], [3, 1]);
      });

      it('is refused when it lacks the named token', async () => {
        for (const field of ['bos_token', 'eos_token'])
          await assert.rejects(
            open({ 'tokenizer_config.json': { [field]: '<|done|>' } }),
            new RegExp(`tokenizer_config\\.json: ${field} is "<\\|done\\|>", expected a token of ${file}`),
          );
        // A token that only fills batches does not matter.
        await open({ 'tokenizer_config.json': { pad_token: '<pad>' } });
      });

      it('has the names of special_tokens_map.json only where the library reads it', async () => {
        const map = { eos_token: '<|end|>' };
        const alone = await open({ 'special_tokens_map.json': map });
        assert.equal(alone.eos, 3);
        await assert.rejects(
          open({ 'special_tokens_map.json': map, 'tokenizer_config.json': { eos_token: '</s>' } }),
          /special_tokens_map\.json: eos_token is "<\|end\|>", expected "<\/s>" as in tokenizer_config\.json: the two disagree/,
        );
        const whole = { eos_token: '</s>', added_tokens_decoder: {} };
        const newer = await open({ 'special_tokens_map.json': map, 'tokenizer_config.json': whole });
        assert.equal(newer.eos, 2);
      });

      it('has the tokens of added_tokens.json after its own', async () => {
        const files = {
          'added_tokens.json': { '<|user|>': 6, '<s>': 1 },
          'special_tokens_map.json': { additional_special_tokens: ['<|user|>'] },
        };
        const tokenizer = await open(files);
        assert.equal(tokenizer.vocabSize, 7);
        assert.equal(tokenizer.decode([6]), '', 'it is special');
        const plain = await open({ 'added_tokens.json': { '<|user|>': 6 } });
        assert.equal(plain.decode([6]), '<|user|>');
        await assert.rejects(
          open({ 'added_tokens.json': { '<|user|>': 4 } }),
          new RegExp(`added_tokens\\.json: <\\|user\\|> is 4, expected "a": that is token 4 of ${file}`),
        );
      });

      it('ends where generation_config.json says, else where config.json says', async () => {
        const ends = async (files: Files): Promise<readonly number[] | undefined> => (await open(files)).ends;
        assert.deepEqual(await ends({ 'config.json': { eos_token_id: 3 } }), [3]);
        const both = {
          'config.json': { eos_token_id: 3 },
          'generation_config.json': { eos_token_id: [2, 1] },
        };
        assert.deepEqual(await ends(both), [2, 1]);
        assert.deepEqual(await ends({ 'config.json': { eos_token_id: -1, pad_token_id: 99 } }), []);
        assert.deepEqual(await ends({ ...both, 'generation_config.json': {} }), []);
      });

      it('refuses an end that is no token, or ordinary text, with both places', async () => {
        await assert.rejects(
          open({ 'config.json': { eos_token_id: 6 } }),
          new RegExp(`config\\.json: eos_token_id is 6, expected a token of ${file} \\(0 to 5\\)`),
        );
        await assert.rejects(
          open({
            'generation_config.json': { eos_token_id: [2, 5] },
            'tokenizer_config.json': { eos_token: '</s>' },
          }),
          new RegExp(
            `generation_config\\.json: eos_token_id\\.1 is 5, expected 2, the end token of ${file}: token 5 of ${file} is the ordinary text "b"`,
          ),
        );
        // Whatever its type, the token that is named as the end is one.
        const named = { 'config.json': { eos_token_id: 5 }, 'tokenizer_config.json': { eos_token: 'b' } };
        assert.equal((await open(named)).eos, 5);
      });

      it('of another name has no part in the model of the folder', async () => {
        const name = file.replace('tokenizer.', 'other.tokenizer.');
        const files = { 'config.json': { eos_token_id: 6 }, 'added_tokens.json': { x: 6 } };
        const tokenizer = await (name.endsWith('json')
          ? openJson(files, undefined, name)
          : openModel(files, name));
        assert.deepEqual([tokenizer.ends, tokenizer.vocabSize], [[], 6]);
      });
    });
  }

  it('refuses a space before a text that the tokenizer does not put there', async () => {
    const config = (add_prefix_space: boolean | null): Files => ({
      'tokenizer_config.json': { add_prefix_space },
    });
    const byteLevel = (add_prefix_space: boolean): object => ({ type: 'ByteLevel', add_prefix_space });
    const inSequence = { type: 'Sequence', pretokenizers: [{ type: 'Digits' }, byteLevel(false)] };
    for (const pre_tokenizer of [byteLevel(false), inSequence]) {
      for (const same of [false, null]) await openJson(config(same), { pre_tokenizer });
      await assert.rejects(
        openJson(config(true), { pre_tokenizer }),
        /add_prefix_space is true, expected false: that is what pre_tokenizer of tokenizer\.json says/,
      );
    }
    await openModel(config(false));
    await assert.rejects(
      openModel(config(true)),
      /add_prefix_space is true, expected false: that is what add_dummy_prefix of tokenizer\.model says/,
    );
  });

  it('refuses a start token other than the one that the post-processor adds', async () => {
    const frame = {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
      special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } },
    };
    const open = (bos: string): Promise<Tokenizer> =>
      openJson({ 'tokenizer_config.json': { bos_token: bos } }, { post_processor: frame });
    assert.equal((await open('<s>')).bos, 1);
    await assert.rejects(
      open('<|end|>'),
      /bos_token is "<\|end\|>", expected "<s>": post_processor of tokenizer\.json adds token 1 before a text/,
    );
  });

  it('becomes the stop ids of a run', async () => {
    const tokenizer = await openJson({
      'tokenizer_config.json': { bos_token: '<s>', eos_token: '</s>' },
      'generation_config.json': { eos_token_id: [2, 3] },
    });
    const { stopIds } = await runSettingsOf(requestOf('a.psnt', resolveRun({ launch: { prompt: 'a' } })), {
      plan: compilePlan(tinyModel()),
      tokenizer,
    });
    assert.deepEqual([...stopIds].sort(), [1, 2, 3]);
  });
});
