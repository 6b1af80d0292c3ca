// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, afterEach, beforeEach, describe, it } from 'mocha';
import { Consoles } from '../consoleTarget';
import { Conversation } from '../conversation';
import { ownLaunch } from './ownConversation';

describe('a session with a program that describes itself', function () {
  this.timeout(180_000);
  const consoles = new Consoles();
  let conversation: Conversation;
  beforeEach(async () => {
    conversation = new Conversation({ target: consoles.target, targetName: 'built-in' });
    await conversation.initialize({ supportsInvalidatedEvent: true });
    await conversation.client.request('launch', ownLaunch('built-in'));
    await conversation.stop('configurationDone');
  });
  afterEach(async () => {
    await conversation.close();
    assert.deepEqual(conversation.faults, []);
  });
  after(() => consoles.remove());

  /** The floats of a variable as they are shown, and as they are in RAM. */
  async function shownAndStored(variable: DebugProtocol.Variable | undefined): Promise<[number[], number[]]> {
    const { memoryReference = '', variablesReference = 0, indexedVariables = 0 } = variable ?? {};
    const page = { filter: 'indexed', start: 0, count: indexedVariables };
    const values = await conversation.variables(variablesReference, page);
    const data = await conversation.memory(memoryReference, 0, indexedVariables * 4);
    const bytes = Buffer.from(data ?? '', 'base64');
    const stored = values.map((_, index) => bytes.readFloatLE(index * 4));
    const shown = values.map(({ value }) => Math.fround(Number(value.replace('−', '-'))));
    return [shown, stored];
  }

  it('shows results and buffers as they are in its RAM, to the bit', async () => {
    await conversation.client.request('setFunctionBreakpoints', {
      breakpoints: [{ name: 'L03.ffn.w2+add' }, { name: 'sample' }],
    });
    const hit = await conversation.stop('continue');
    assert.equal(hit.reason, 'breakpoint');
    const [swiglu] = await conversation.scope('Last result');
    assert.equal(swiglu?.name, 'L03.swiglu');
    const [shown, stored] = await shownAndStored(swiglu);
    assert.equal(shown.length, 352);
    assert.deepEqual(shown, stored);
    assert.ok(stored.some((value) => value !== 0));
    // The breakpoint on "sample" binds when the program first reports it.
    const bound = conversation.client.next('breakpoint');
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'sample' }] });
    await conversation.stop('continue');
    assert.deepEqual((await bound).body, { reason: 'changed', breakpoint: { id: 2, verified: true } });
    assert.match(await conversation.place(), /^sample:/);
    const logits = (await conversation.scope('Buffers')).find(({ name }) => name === 'logits');
    const [ranked, inRam] = await shownAndStored(logits);
    assert.deepEqual(ranked, inRam);
    const most = inRam.indexOf(Math.max(...inRam));
    await conversation.stop('next');
    const [sampled] = await conversation.scope('Last result');
    assert.equal(sampled?.value, String(most), 'the program samples the most likely token');
    assert.equal(conversation.text, ' Once upon');
  });

  it('names its memory, and links its operations with the matrices of the model', () => {
    const { plan } = conversation;
    assert.equal(plan.model, 'stories.psnt');
    assert.ok(plan.modelHash, 'the inspector knows the model by it');
    const names = plan.regions.map(({ name }) => name);
    for (const name of ['kernel and loaders', 'not reported', 'slot', 'keys', 'values', 'logits'])
      assert.ok(names.includes(name), name);
    const fused = plan.operations.find(({ id }) => id === 'L05.attn.wo+add');
    assert.equal(plan.matrices[fused?.matrix ?? -1]?.name, 'layers.02.attn.wo');
    const read = plan.reads.find(({ matrix }) => plan.matrices[matrix ?? -1]?.name === 'layers.02.attn.wo');
    assert.equal(read?.sectors, 9, 'the sectors that it takes in the file');
  });

  it('goes back line by line to what was there', async () => {
    const seen: string[] = [];
    const here = async (): Promise<string> => {
      const { result } = await conversation.client.request<DebugProtocol.EvaluateResponse>('evaluate', {
        expression: 'x',
      });
      const [last] = await conversation.scope('Last result');
      return `${await conversation.place()} ${result} ${last?.name} ${last?.value}`;
    };
    await conversation.stop('next');
    await conversation.stop('stepIn');
    for (let i = 0; i < 5; i++) {
      seen.push(await here());
      await conversation.stop('next');
    }
    for (const then of seen.reverse()) {
      await conversation.stop('stepBack');
      assert.equal(await here(), then);
    }
    const events = conversation.trace.filter(({ type }) => type === 'operation').length;
    await conversation.stop('next');
    assert.equal(
      conversation.trace.filter(({ type }) => type === 'operation').length,
      events,
      'nothing is counted twice',
    );
  });

  it('is paused in the middle of its text, and writes it to the end in words', async () => {
    await conversation.client.request('continue', { threadId: 1 });
    while (conversation.text.length < 20) await conversation.client.next('output');
    assert.equal((await conversation.stop('pause')).reason, 'pause');
    const { description = '' } = conversation.bodies('stopped').at(-1) as DebugProtocol.StoppedEvent['body'];
    assert.match(description, /^Paused before /);
    await conversation.end('continue');
    assert.match(conversation.text, /^ Once upon a time, a gentle cat named Daisy /);
    const tokens = conversation.trace.filter(({ type }) => type === 'token');
    assert.equal(tokens.length, 64);
    const counters = conversation.trace.find(({ type }) => type === 'counters');
    const reads = conversation.trace.filter((event) => event.type === 'read');
    const counted = counters?.type === 'counters' ? counters.rows : [];
    assert.equal(
      counted.reduce((sum, row) => sum + row.sectors, 0),
      reads.reduce((sum, row) => sum + row.sectors, 0),
    );
  });

  it('says what it was told of the session that it does not follow', async () => {
    const { success, message } = await conversation.client.ask('evaluate', { expression: 'L02.attn.wq' });
    assert.equal(success, false);
    assert.match(message ?? '', /is not the operation that has just run, so its result may be overwritten/);
    const said = (conversation.bodies('output') as { output: string }[]).map(({ output }) => output).join('');
    assert.match(said, /one pass was run without a stop, to learn its operations/);
    assert.match(said, /The program runs "MODEL\.PSN", which has the dimensions of stories\.psnt/);
  });
});
