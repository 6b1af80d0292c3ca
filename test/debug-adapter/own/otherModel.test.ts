// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, afterEach, before, describe, it } from 'mocha';
import type { DescribedModel } from '../../../debug-adapter/mailbox/description';
import { openModelFile } from '../../../model/node/modelFile';
import { openAnyTokenizerFile } from '../../../model/node/tokenizerFile';
import { crc32 } from '../../../model/plan/crc32';
import type { Tokenizer } from '../../../model/tokenizer/tokenizer';
import { modelsBeside } from '../../../project/program/node/files';
import { valuesOf } from '../../support/checkpoints';
import { Consoles } from '../consoleTarget';
import { Conversation, tiny } from '../conversation';
import { ownModel } from './ownConversation';
import { reportedProgram } from './reportedProgram';

describe('a program that runs another model than its session', function () {
  this.timeout(180_000);
  const consoles = new Consoles();
  const folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-other-'));
  let conversation: Conversation;
  let stories: DescribedModel;
  let tokenizer: Tokenizer;
  let wq: Float32Array;
  before(async () => {
    const { model, close } = await openModelFile(ownModel.program);
    const { dim, hiddenDim, layers, heads, kvHeads, vocabSize, seqLen: context } = model.config;
    stories = { name: 'stories.psnt', dim, hiddenDim, layers, heads, kvHeads, vocabSize, context, crc: 0 };
    wq = await valuesOf(model, 'layers.00.attn.wq');
    await close();
    tokenizer = await openAnyTokenizerFile(ownModel.tokenizer);
  });
  afterEach(async () => {
    await conversation.close();
    assert.deepEqual(conversation.faults, []);
  });
  after(() => {
    rmSync(folder, { recursive: true });
    consoles.remove();
  });

  /** A session with the tiny model, and the other at hand. The program samples the tokens 100, 101 … */
  async function start(model: Partial<DescribedModel>): Promise<void> {
    const elf = reportedProgram(folder, { lie: 'plain', model });
    const others = { ...modelsBeside, paths: () => Promise.resolve([tiny.program, ownModel.program]) };
    conversation = new Conversation({ target: consoles.target, targetName: 'built-in', host: { others } });
    await conversation.initialize();
    const { program, tokenizer: file } = tiny;
    const disc = { elf, reads: 'psnt' };
    await conversation.client.request('launch', { program, tokenizer: file, target: 'built-in', disc });
    await conversation.stop('configurationDone');
    await conversation.stop('ps2ml/stepToken');
    await conversation.stop('ps2ml/stepToken');
  }
  const said = (): string =>
    (conversation.bodies('output') as { output: string }[]).map(({ output }) => output).join('');
  const value = async (expression: string): Promise<string> => {
    const { success, message = '', ...answer } = await conversation.client.ask('evaluate', { expression });
    return success ? (answer as DebugProtocol.EvaluateResponse).body.result : message;
  };
  const tokens = (): (readonly [number, string | undefined])[] =>
    conversation.trace.flatMap((event) => (event.type === 'token' ? [[event.id, event.text] as const] : []));

  it('is shown with that, and its tokens in its words', async () => {
    await start(stories);
    assert.match(
      said(),
      /"stories\.psnt", which has the name and the dimensions of .*stories\.psnt\. It is shown instead of tiny\.psnt: it has dim 128, but tiny\.psnt has 64\. Its tokens are shown with stories\.tokenizer\.bin\./,
    );
    const { plan } = conversation;
    assert.deepEqual([plan.model, plan.modelPath], ['stories.psnt', ownModel.program]);
    assert.match(plan.modelHash ?? '', /^[0-9a-f]{64}$/);
    const shownWeight = Number((await value('layers.00.attn.wq[0][5]')).replace('−', '-'));
    assert.equal(Math.fround(shownWeight), wq[5]);
    const decode = (id: number): string => new TextDecoder().decode(tokenizer.bytesOf(id));
    assert.ok(tokens().length >= 2);
    assert.deepEqual(
      tokens(),
      tokens().map(([id]) => [id, decode(id)]),
    );
    const shown = (await conversation.scope('Pass')).find(({ name }) => name === 'tokens');
    const ids = tokens().map(([id]) => id);
    assert.match(
      shown?.value ?? '',
      new RegExp(`${ids.length} tokens ${JSON.stringify(tokenizer.decode(ids))}`),
    );
  });

  it('is known by its CRC alone; with another CRC it is unknown, and nothing of any model is shown', async () => {
    const crc = crc32(readFileSync(ownModel.program));
    await start({ name: 'x', crc });
    assert.match(said(), /The program runs "x", which has the CRC of .*stories\.psnt/);
    assert.equal(conversation.plan.model, 'stories.psnt');
    await conversation.close();

    await start({ ...stories, crc: (crc ^ 0x80) >>> 0 });
    assert.match(said(), /which is unknown here: it has dim 128, .* none of 1 other \.psnt files fits\. /);
    const { plan } = conversation;
    assert.deepEqual([plan.matrices.length, plan.modelHash, plan.modelPath], [0, undefined, undefined]);
    assert.match(await value('layers.00.attn.wq'), /layers\.00\.attn\.wq/);
    assert.ok(tokens().length >= 2 && tokens().every(([, text]) => text === undefined));
  });

  it('with the dimensions of the session but another CRC is unknown, too', async () => {
    const { model, close } = await openModelFile(tiny.program);
    const { dim, hiddenDim, layers, heads, kvHeads, vocabSize, seqLen: context } = model.config;
    await close();
    const told = { dim, hiddenDim, layers, heads, kvHeads, vocabSize, context };
    await start({ name: 'tiny.psnt', ...told, crc: 0x1234 });
    assert.match(said(), /its CRC is 00001234, but that of tiny\.psnt is [0-9a-f]{8}, and none of 1 other/);
    assert.equal(conversation.plan.matrices.length, 0);
  });
});
