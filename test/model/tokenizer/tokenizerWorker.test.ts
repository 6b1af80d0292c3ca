import assert from 'node:assert/strict';
import { MemorySource } from '../../../disc/byteSource';
import { tinyModel } from '../../../model/convert/tiny';
import { findTokens, tokenise } from '../../../model/inspect/tokens';
import { compilePlan } from '../../../model/plan/compile';
import { chatEnds, encodeChat } from '../../../model/tokenizer/chat';
import { openTokenizer, type FileTokenizer } from '../../../model/tokenizer/openTokenizer';
import { tokenizerThread } from '../../../model/tokenizer/node/tokenizerThread';
import { TokenizerClient, type TaskListener } from '../../../model/tokenizer/worker/tokenizerClient';
import { runSettingsOf } from '../../../project/program/load';
import { requestOf, resolveRun } from '../../../project/program/resolve';
import { bundle, type Bundles } from '../../debug-adapter/bundles';

const words = ['<s>', '</s>', '<|end|>', 'a', 'b', ' '];
const template = "{% for m in messages %}{{ m['content'] }}<|end|>{% endfor %}";
/** A pattern whose steps double with every letter. */
const slow = { type: 'Split', behavior: 'Isolated', pattern: { Regex: '(?:a+)+c' } };
const slowText = 'a'.repeat(60_000);

/** A tokenizer.json with a chat template in the file next to it. */
function open(parts: object = {}, chat = template): Promise<FileTokenizer> {
  const json = {
    added_tokens: words.slice(0, 3).map((content, id) => ({ id, content, special: true, normalized: false })),
    model: { type: 'BPE', vocab: Object.fromEntries(words.map((text, id) => [text, id])), merges: [] },
    ...parts,
  };
  const settings = { bos_token: '<s>', eos_token: '</s>', chat_template: chat };
  return openTokenizer(
    new MemorySource(new TextEncoder().encode(JSON.stringify(json))),
    'tokenizer.json',
    (name) => Promise.resolve(name === 'tokenizer_config.json' ? JSON.stringify(settings) : undefined),
  );
}

describe('the work of a tokenizer in a worker', () => {
  let bundles: Bundles;
  let client: TokenizerClient;
  before(() => {
    bundles = bundle({ worker: 'model/tokenizer/node/tokenizerWorker.ts' });
  });
  after(() => bundles.remove());
  beforeEach(() => {
    client = new TokenizerClient(tokenizerThread(bundles.file('worker')));
  });
  afterEach(() => client.dispose());

  it('has the same results as in this thread, for one tokenizer after another', async () => {
    const first = await open();
    const second = await open({ added_tokens: [] });
    const messages = [{ role: 'user', content: 'ab' }];
    for (const tokenizer of [first, second, first]) {
      const prompt = await client.ids(tokenizer, { kind: 'prompt', text: 'ab a' });
      assert.deepEqual(prompt, tokenizer.encodePrompt('ab a'));
      assert.deepEqual(await client.tokenise(tokenizer, 'ab'), tokenise(tokenizer, 'ab'));
      const query = { query: 'a', start: 0, count: 3 };
      assert.deepEqual(await client.find(tokenizer, query), findTokens(tokenizer, 'a', 0, 3));
    }
    const chat = await client.ids(first, { kind: 'chat', messages });
    assert.deepEqual(chat, encodeChat(first, messages));
    assert.deepEqual(await client.ids(first, { kind: 'ends', messages }), chatEnds(first, messages));
    assert.ok(chat.includes(2));
  });

  it('leaves this thread free while a pattern takes many steps, and says what is wrong', async () => {
    const tokenizer = await open({ pre_tokenizer: slow });
    let turns = 0;
    const turn = setInterval(() => turns++, 1);
    const request = requestOf('a.psnt', resolveRun({ launch: { prompt: slowText } }));
    const settings = runSettingsOf(request, { plan: compilePlan(tinyModel()), tokenizer, texts: client });
    await assert.rejects(settings, /^Error: A pattern of the tokenizer takes too many steps for this text\./);
    clearInterval(turn);
    assert.ok(turns > 1, `${turns} turns`);
  });

  it('is cancelled in the middle of a task, and performs the next one', async () => {
    const tokenizer = await open({ pre_tokenizer: slow });
    const cancel = new AbortController();
    const task = client.ids(tokenizer, { kind: 'prompt', text: slowText }, cancel.signal);
    setTimeout(() => cancel.abort(new Error('Stopped by the user.')), 20);
    const next = client.ids(tokenizer, { kind: 'prompt', text: 'b' });
    await assert.rejects(task, /^Error: Stopped by the user\.$/);
    assert.deepEqual(await next, tokenizer.encodePrompt('b'));
  });

  it('reports a template that does not end', async () => {
    const endless = '{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}';
    const messages = [{ role: 'user', content: 'a' }];
    const task = client.ids(await open({}, endless), { kind: 'chat', messages });
    await assert.rejects(task, /^Error: The chat template failed: it needs more than 200,000 steps/);
  });

  it('ends a worker that does not answer in time, or that is lost, and starts another', async () => {
    const tokenizer = await open();
    let started = 0;
    let ended = 0;
    let last: TaskListener | undefined;
    const silent = new TokenizerClient((listener) => {
      started++;
      last = listener;
      return { post: () => undefined, end: () => ended++ };
    }, 20);
    await assert.rejects(
      silent.ids(tokenizer, { kind: 'ends', messages: [] }),
      /^Error: The chat template or a pattern of the tokenizer takes longer than 0\.02 seconds for this text\. /,
    );
    assert.deepEqual([started, ended], [1, 1]);
    const lost = silent.ids(tokenizer, { kind: 'prompt', text: 'a' });
    // Two turns: one starts the worker, one gives it the task.
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(started, 2);
    last?.failed('It has no memory left.');
    await assert.rejects(lost, /^Error: It has no memory left\.$/);
    assert.equal(ended, 2);
  });
});
