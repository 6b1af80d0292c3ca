import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, afterEach, before, describe, it } from 'mocha';
import { openModelFile } from '../../model/node/modelFile';
import { tensorOf } from '../../model/tensorRows';
import { Conversation, tiny, type ConversationOptions } from './conversation';

describe('a debug session', () => {
  let conversation: Conversation;
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-session-'))));
  after(() => rmSync(folder, { recursive: true }));
  afterEach(async () => {
    await conversation.close();
    assert.deepEqual(conversation.faults, [], 'the adapter has no fault of its own');
  });

  async function launch(args: object = {}, options: ConversationOptions = {}): Promise<Conversation> {
    conversation = await Conversation.launch({ ...tiny, ...args }, options);
    return conversation;
  }

  /** The error of a launch that must fail. */
  async function refusal(args: object): Promise<DebugProtocol.Message> {
    conversation = new Conversation();
    await conversation.initialize();
    const response = await conversation.client.ask('launch', args);
    assert.equal(response.success, false);
    assert.deepEqual(conversation.bodies('initialized'), [], 'nothing was started');
    const { error } = response.body as { error: DebugProtocol.Message };
    assert.equal(response.message, error.format);
    assert.equal(error.showUser, true);
    assert.match(error.format, /^[^\n]+\.$/, 'one sentence without a stack trace');
    return error;
  }

  const truncated = async (bytes: number): Promise<string> => {
    const file = path.join(folder, 'cut.psnt');
    writeFileSync(file, (await readFile(tiny.program)).subarray(0, bytes));
    return file;
  };

  it('refuses a launch in one sentence that names the field or the file', async () => {
    assert.match((await refusal({})).format, /"program" is missing.*Example: "program": "/);
    await conversation.close();
    assert.match(
      (await refusal({ ...tiny, tokens: 'many' })).format,
      /"tokens" is "many", expected a whole number/,
    );
    await conversation.close();
    assert.match(
      (await refusal({ ...tiny, target: 'abacus' })).format,
      /"target" is "abacus", expected "reference"/,
    );
    await conversation.close();
    // As where a browser is the host.
    assert.match(
      (await refusal({ ...tiny, target: 'ps2link' })).format,
      /^The target "ps2link" needs threads.*Use.*"target": "reference", or VS Code on the desktop/,
    );
    await conversation.close();
    assert.match(
      (await refusal({ ...tiny, program: '/no/such.psnt' })).format,
      /\/no\/such\.psnt: file not found/,
    );
    await conversation.close();
    assert.match((await refusal({ ...tiny, program: await truncated(40) })).format, /cut\.psnt.*60 bytes/);
    await conversation.close();
    assert.match((await refusal({ ...tiny, program: await truncated(5000) })).format, /cut\.psnt/);
    await conversation.close();
    assert.match((await refusal({ ...tiny, tokenizer: tiny.program })).format, /tiny\.psnt/);
    await conversation.close();
    const long = 'Once upon a time '.repeat(40);
    assert.match(
      (await refusal({ ...tiny, prompt: long })).format,
      /prompt has \d+ tokens, but tiny\.psnt takes at most 128\. Shorten the prompt\./,
    );
  });

  it('runs to the end without a stop when it is not to debug', async () => {
    await launch({ noDebug: true, tokens: 2 });
    const source = { sourceReference: 1 };
    await conversation.client.request('setBreakpoints', { source, breakpoints: [{ line: 10 }] });
    await conversation.end('configurationDone');
    assert.deepEqual(conversation.bodies('stopped'), []);
    assert.notEqual(conversation.text, '');
  });

  it('without a stop on entry goes on to the first breakpoint', async () => {
    await launch({ stopOnEntry: false });
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'L01' }] });
    assert.equal((await conversation.stop('configurationDone')).reason, 'breakpoint');
    assert.match(await conversation.place(), /^L01:/);
  });

  it('says in one line what the run is planned with and where that comes from', async () => {
    const lineOf = async (more: object): Promise<string | undefined> => {
      conversation = await Conversation.launch({ ...tiny, ...more });
      const lines = conversation.bodies('output').map((body) => (body as { output: string }).output);
      return lines.find((line) => line.startsWith('Model: '));
    };
    assert.equal(
      await lineOf({ layout: 'resident' }),
      'Model: tiny.psnt. Tokenizer: tiny.tokenizer.bin (from the launch configuration). Layout: resident (from the launch configuration).\n',
    );
    await conversation.client.request('disconnect');
    const __origins = { layout: 'from ps2ml.json', tokenizer: 'remembered' };
    assert.equal(
      await lineOf({ layout: { weights: 'streamed', placement: 'outer' }, __origins }),
      'Model: tiny.psnt. Tokenizer: tiny.tokenizer.bin (remembered). Layout: weights streamed, placement outer (from ps2ml.json).\n',
    );
    const plans = conversation.bodies('ps2ml/plan') as { readonly layoutFrom?: string }[];
    assert.equal(plans.at(-1)?.layoutFrom, 'from ps2ml.json');
    await conversation.client.request('disconnect');
    assert.equal(
      await lineOf({ tokenizer: undefined }),
      'Model: tiny.psnt. Tokenizer: found next to the model. Layout: resident (default).\n',
    );
  });

  it('says when a target cannot go on after its session', async () => {
    conversation = await Conversation.launch({ ...tiny, onDisconnect: 'keepRunning' });
    await conversation.stop('configurationDone');
    const said = conversation.bodies('output').map((body) => JSON.stringify(body));
    assert.ok(
      said.some((text) => /reference target ends with its session/.test(text)),
      said.join('\n'),
    );
  });

  it('says which context the plan has', async () => {
    conversation = await Conversation.launch({ ...tiny, context: 40, kvCache: 'int16' });
    await conversation.stop('configurationDone');
    const said = conversation.bodies('output').map((body) => JSON.stringify(body));
    assert.ok(
      said.some((text) =>
        /tiny\.psnt runs with a context of 40 of 128 positions \(up to 128 fit\)\./.test(text),
      ),
      said.join('\n'),
    );
  });

  it('warns at the start of weights that look damaged, with their bytes', async () => {
    const program = path.join(folder, 'damaged.psnt');
    const whole = await readFile(tiny.program);
    const { model, close } = await openModelFile(tiny.program);
    const { scalesOffset = 0 } = tensorOf(model, 'layers.01.ffn.w2');
    await close();
    const scale = Buffer.from(whole);
    scale.writeFloatLE(NaN, scalesOffset);
    const half = Buffer.from(whole).fill(0, whole.length >> 1);
    for (const [bytes, warning] of [
      [whole, undefined],
      [scale, /Warning: layers\.01\.ffn\.w2 has 1 of \d+ rows .*bytes \d/],
      [half, /Warning: \d+ more matrices have such rows\./],
    ] as const) {
      writeFileSync(program, bytes);
      await launch({ program });
      await conversation.stop('configurationDone');
      const said = (conversation.bodies('output') as { output: string }[]).map(({ output }) => output);
      if (warning) assert.match(said.join(''), warning);
      else assert.doesNotMatch(said.join(''), /Warning/);
      await conversation.close();
    }
  });

  it('refuses a KV cache that there is not', async () => {
    await assert.rejects(
      Conversation.launch({ ...tiny, kvCache: 'int8' }),
      /"kvCache" is "int8", expected "f32" or "int16"/,
    );
  });

  it('executes the version of the arithmetic that is asked for, and refuses others', async () => {
    conversation = await Conversation.launch({ ...tiny, arithmeticVersion: 2 });
    await conversation.stop('configurationDone');
    const [plan] = conversation.bodies('ps2ml/plan') as readonly { readonly arithmetic?: number }[];
    assert.equal(plan?.arithmetic, 2);
    await assert.rejects(
      Conversation.launch({ ...tiny, arithmeticVersion: 3 }),
      /"arithmeticVersion" is 3, expected .*1 to 2/,
    );
  });

  it('stops before the first layer where that is asked for, and at breakpoints before it', async () => {
    await launch({ stopOnEntry: 'layer' });
    assert.equal((await conversation.stop('configurationDone')).reason, 'step');
    assert.match(await conversation.place(), /^L00:/);
    await conversation.close();
    await launch({ stopOnEntry: 'layer' });
    const source = { sourceReference: 1 };
    await conversation.client.request('setBreakpoints', { source, breakpoints: [{ line: 1 }] });
    await conversation.stop('configurationDone');
    assert.match(await conversation.place(), /^embed:/);
  });

  it('stops on a breakpoint on the very first line without a stop on entry', async () => {
    await launch({ stopOnEntry: false });
    const source = { sourceReference: 1 };
    await conversation.client.request('setBreakpoints', { source, breakpoints: [{ line: 1 }] });
    assert.equal((await conversation.stop('configurationDone')).reason, 'breakpoint');
    assert.match(await conversation.place(), /^embed:/);
  });

  it('points to where the editor shows the listing, when the editor says so', async () => {
    const uri = 'ps2ml:/tiny.psnt/forward.ps2ml-listing?abc';
    await launch({ __listingUri: uri });
    const { breakpoints } = await conversation.client.request<DebugProtocol.SetBreakpointsResponse>(
      'setBreakpoints',
      { source: { path: uri }, breakpoints: [{ line: 9 }] },
    );
    assert.equal(breakpoints[0]?.verified, true);
    await conversation.stop('configurationDone');
    const frames = await conversation.frames();
    assert.ok(frames.every(({ source }) => source?.path === uri && source.sourceReference === undefined));
    assert.deepEqual(conversation.plan.listing.uri, uri);
  });

  it('counts lines from 0 for an editor that does', async () => {
    await launch({}, { initialize: { linesStartAt1: false } });
    const source = { sourceReference: 1 };
    const { breakpoints } = await conversation.client.request<DebugProtocol.SetBreakpointsResponse>(
      'setBreakpoints',
      { source, breakpoints: [{ line: 8 }] },
    );
    assert.equal(breakpoints[0]?.line, 8);
    await conversation.stop('configurationDone');
    assert.equal(await conversation.place(), 'embed:5');
  });

  it('pauses a run, answers nothing that would be stale meanwhile, and goes on', async () => {
    await launch({ tokens: 100 });
    await conversation.stop('configurationDone');
    const [result] = await conversation.scopes();
    const passed = conversation.client.next('ps2ml/trace');
    await conversation.client.request('continue', { threadId: 1 });
    await passed;
    for (const [command, args] of [
      ['evaluate', { expression: 'x' }],
      ['scopes', { frameId: 1 }],
      ['variables', { variablesReference: result?.variablesReference }],
      ['readMemory', { memoryReference: '0x00180000', count: 4 }],
      ['next', { threadId: 1 }],
    ] as const) {
      const response = await conversation.client.ask(command, args);
      assert.equal(response.message, 'The program is running: pause it first.', command);
    }
    assert.equal((await conversation.stop('pause')).reason, 'pause');
    const stale = { variablesReference: result?.variablesReference };
    assert.match((await conversation.client.ask('variables', stale)).message ?? '', /earlier stop/);
    await conversation.stop('next');
  });

  it('accepts one of two steps that come at once, and logs no fault', async () => {
    await launch({ tokens: 100 });
    await conversation.stop('configurationDone');
    for (const pair of [
      ['next', 'stepOut'],
      ['next', 'stepBack'],
      ['stepBack', 'next'],
    ]) {
      const stopped = conversation.client.next('stopped');
      const asked = pair.map((command) => conversation.client.ask(command, { threadId: 1 }));
      const [first, second] = await Promise.all(asked);
      assert.ok(first?.success, first?.message);
      assert.equal(second?.message, 'The program is running: pause it first.');
      assert.equal((second.body as DebugProtocol.ErrorResponse['body']).error?.id, 102);
      await stopped;
    }
    await conversation.stop('next');
    assert.deepEqual(conversation.faults, []);
  });

  it('takes over breakpoints that are set while it runs', async () => {
    await launch({ tokens: 100 });
    await conversation.stop('configurationDone');
    const passed = conversation.client.next('ps2ml/trace');
    await conversation.client.request('continue', { threadId: 1 });
    await passed;
    const stop = await conversation.stop('setFunctionBreakpoints', { breakpoints: [{ name: 'L03.ffn.w2' }] });
    assert.equal(stop.reason, 'breakpoint');
    assert.match(await conversation.place(), /^L03\.ffn\.w2:/);
  });

  it('finds the tokenizer beside the model, and shows ids where there is none', async () => {
    await launch({ tokenizer: undefined, tokens: 2, stopOnEntry: false });
    await conversation.end('configurationDone');
    assert.match(conversation.text, /^ [a-z]+ [a-z]+$/);
    await conversation.close();

    const alone = path.join(folder, 'alone.psnt');
    writeFileSync(alone, await readFile(tiny.program));
    await launch({ program: alone, tokenizer: undefined, prompt: '', tokens: 2, stopOnEntry: false });
    await conversation.end('configurationDone');
    assert.match(conversation.text, /^\d+ \d+ $/);
    await conversation.close();
    assert.match((await refusal({ program: alone, prompt: 'Hello' })).format, /needs a tokenizer/);
  });

  it('ends in the middle of a run at once', async () => {
    await launch({ tokens: 100 });
    await conversation.stop('configurationDone');
    await conversation.client.request('continue', { threadId: 1 });
    await conversation.end('terminate');
    const count = conversation.trace.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(conversation.trace.length, count, 'nothing runs on');
  });

  it('cancels a launch through its progress', async () => {
    conversation = new Conversation({
      host: { openFile: () => new Promise(() => undefined) },
    });
    await conversation.initialize({ supportsProgressReporting: true });
    const started = conversation.client.next('progressStart');
    const answer = conversation.client.ask('launch', tiny);
    await started;
    await conversation.client.request('cancel', { progressId: 'launch' });
    const response = await answer;
    assert.equal(response.success, false);
    assert.equal(response.message, 'The launch was cancelled.');
    assert.equal(conversation.bodies('progressEnd').length, 1);
  });

  it('can be left while it loads', async () => {
    conversation = new Conversation({ host: { openFile: () => new Promise(() => undefined) } });
    await conversation.initialize();
    const answer = conversation.client.ask('launch', tiny);
    await conversation.client.request('disconnect');
    assert.equal((await answer).success, false);
  });

  it('answers before a launch and to what it does not know in words', async () => {
    conversation = new Conversation();
    await conversation.initialize();
    for (const command of ['configurationDone', 'stackTrace', 'next', 'pause', 'loadedSources']) {
      const response = await conversation.client.ask(command, { threadId: 1 });
      assert.match(response.message ?? '', /No program is running in this session/, command);
    }
    assert.match((await conversation.client.ask('ps2ml/fly')).message ?? '', /^Unknown request "ps2ml\/fly"/);
  });
});
