import assert from 'node:assert/strict';
import { openAnyTokenizerFile } from '../../../model/node/tokenizerFile';
import { tinyModel } from '../../../model/convert/tiny';
import { compilePlan } from '../../../model/plan/compile';
import { chatEnds, encodeChat } from '../../../model/tokenizer/chat';
import { checkVocabulary } from '../../../model/tokenizer/vocabulary';
import type { RunSettings } from '../../../model/plan/runSettings';
import { runSettingsOf } from '../../../project/program/load';
import { requestOf, resolveRun, type Statements } from '../../../project/program/resolve';
import { sharedPath } from '../../support/shared';

/** Tokenizers that were once read wrongly; each truth was measured with the library that owns the format. */
describe('tokenizer cases', () => {
  /** A test of a file in the shared folder; it is skipped with a message where the folder is missing. */
  const withFile = (title: string, name: string, run: (path: string) => Promise<void>): void => {
    it(title, async function () {
      const path = sharedPath(name);
      if (path === undefined) {
        console.log(`    ../shared/${name} is missing; skipped`);
        this.skip();
      }
      await run(path);
    });
  };

  withFile('\\w matches letters beyond ASCII', 'cases/w.tokenizer.json', async (path) => {
    assert.deepEqual((await openAnyTokenizerFile(path)).encode('café'), [6]);
  });

  withFile('Lowercase maps each character on its own', 'cases/sigma.tokenizer.json', async (path) => {
    assert.deepEqual((await openAnyTokenizerFile(path)).encode('ΟΣ'), [3]);
  });

  withFile('add_bos_token false adds no start token', 'cases/bos_false.gguf', async (path) => {
    assert.deepEqual((await openAnyTokenizerFile(path)).encodePrompt('ab'), [288]);
  });

  withFile('special pieces are found by name', 'cases/bpe_front.tokenizer.model', async (path) => {
    const tokenizer = await openAnyTokenizerFile(path);
    assert.deepEqual([tokenizer.bos, tokenizer.eos, tokenizer.vocabSize], [2, 3, 381]);
    assert.deepEqual(tokenizer.encodePrompt('Hello world'), [2, 347, 76, 348, 307, 342]);
  });

  withFile('padded rows are not tokens', 'cases/padded/padded.tokenizer.json', async (path) => {
    const tokenizer = await openAnyTokenizerFile(path);
    assert.equal(tokenizer.vocabSize, 269);
    const rows = { label: 'padded.psnt', config: { ...tinyModel().config, vocabSize: 320 } };
    checkVocabulary(tokenizer, rows);
    const fewer = { ...rows, config: { ...rows.config, vocabSize: 268 } };
    assert.throws(() => checkVocabulary(tokenizer, fewer), /is 269 tokens, expected the 268 tokens/);
  });

  withFile('a conversation is encoded as in training', 'models/brandon-8k.tokenizer.model', async (path) => {
    const tokenizer = await openAnyTokenizerFile(path);
    const messages = [{ role: 'user', content: 'Hello world' }];
    const ids = encodeChat(tokenizer, messages);
    assert.deepEqual(ids, [8096, 4, 97, 14, 6069, 8102, 1089, 8096, 5, 8096, 4, 292, 147, 187]);
    assert.deepEqual(chatEnds(tokenizer, messages), [5, 3]);
  });

  withFile(
    "a conversation proposes the author's sampling",
    'models/brandon-8k.tokenizer.model',
    async (path) => {
      const tokenizer = await openAnyTokenizerFile(path);
      const settings = (said: Statements): Promise<RunSettings> =>
        runSettingsOf(requestOf('a.psnt', resolveRun({ launch: { prompt: 'Hi', ...said } })), {
          plan: compilePlan(tinyModel()),
          tokenizer,
        });
      const proposed = { temperature: 0.7, topK: 50, topP: 0.9, repetitionPenalty: 1.2, noRepeatNgram: 3 };
      const chat = await settings({ chat: true });
      assert.deepEqual({ ...chat, ...proposed }, chat);
      assert.deepEqual([...chat.stopIds].sort(), [2, 3, 5]);
      assert.equal((await settings({ chat: true, topK: 0 })).topK, 0, 'what is stated counts');
      assert.equal((await settings({})).temperature, 0, 'a prompt without chat is greedy');
    },
  );
});
