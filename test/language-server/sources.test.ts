import assert from 'node:assert/strict';
import { Sources } from '../../language-server/files/sources';
import { folderUri, MemoryFiles } from './memoryFiles';

const tokenizer = JSON.stringify({
  added_tokens: [{ id: 1, content: '</s>', special: true }],
  model: { type: 'BPE', vocab: { a: 0, '</s>': 1, b: 2 }, merges: [] },
});

describe('what the language server has read', () => {
  it('is read again when a file beside it changes that states something about it', async () => {
    const files = new MemoryFiles({ 'tokenizer.json': tokenizer });
    const sources = new Sources(files);
    const eosOf = async (): Promise<number | undefined> =>
      (await sources.tokenizer(`${folderUri}tokenizer.json`)).eos;
    assert.equal(await eosOf(), 1);
    const { opened } = files;
    assert.equal(await eosOf(), 1);
    assert.equal(files.opened, opened, 'nothing has changed');
    files.set('tokenizer_config.json', '{ "eos_token": "b" }');
    assert.equal(await eosOf(), 2);
    files.set('generation_config.json', '{ "eos_token_id": [2, 100] }');
    await assert.rejects(eosOf(), /generation_config\.json: eos_token_id\.1 is 100/);
  });
});
