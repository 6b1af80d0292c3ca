import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Conversation, tiny } from './conversation';

describe('conditions, counts and messages of breakpoints', () => {
  let conversation: Conversation;
  beforeEach(async () => {
    conversation = await Conversation.launch({ ...tiny, tokens: 7 });
    await conversation.stop('configurationDone');
  });
  afterEach(async () => {
    await conversation.close();
    assert.deepEqual(conversation.faults, []);
  });

  async function set(...breakpoints: readonly DebugProtocol.FunctionBreakpoint[]): Promise<void> {
    await conversation.client.request('setFunctionBreakpoints', { breakpoints });
  }
  async function value(expression: string): Promise<number> {
    const body = await conversation.client.request<DebugProtocol.EvaluateResponse>('evaluate', {
      expression,
    });
    return Number(body.result.replace('−', '-'));
  }
  const pass = (): number =>
    (conversation.bodies('ps2ml/state').at(-1) as { readonly pass?: number }).pass ?? -1;
  const said = (): string =>
    conversation
      .bodies('output')
      .map((body) => body as DebugProtocol.OutputEvent['body'])
      .filter(({ category }) => category === 'console')
      .map(({ output }) => output)
      .join('');

  it('stop where the condition holds, and nowhere before', async () => {
    await set({ name: 'L01.attn.q' });
    const largest: (readonly [pass: number, max: number])[] = [];
    for (let i = 0; i < 5; i++) {
      await conversation.stop('continue');
      largest.push([pass(), await value('max(x)')]);
    }
    while (pass() > 0) await conversation.stop('reverseContinue').catch(() => undefined);
    await conversation.stop('reverseContinue');
    // A bound that only the largest exceeds.
    const sorted = largest.map(([, max]) => max).sort((a, b) => b - a);
    const bound = ((sorted[0] ?? 0) + (sorted[1] ?? 0)) / 2;
    await set({ name: 'L01.attn.q', condition: `max(x) > ${bound} && pass >= 0` });
    const stop = await conversation.stop('continue');
    assert.equal(stop.reason, 'breakpoint');
    assert.equal(pass(), largest.find(([, max]) => max > bound)?.[0]);
  });

  it('compare where the run is: pass, position, tokens', async () => {
    const known = await value('tokens');
    await set({ name: 'sample', condition: `tokens >= ${known + 2}` });
    await conversation.stop('continue');
    assert.match(await conversation.place(), /^sample:/);
    assert.equal(await value('tokens'), known + 2);
    assert.equal(await value('pass'), pass());
    const position = (await value('position')) + 2;
    await set({ name: 'embed', condition: `position == ${position} || pass == 1000` });
    await conversation.stop('continue');
    assert.equal(await value('position'), position);
    const token = await value('token');
    const last = conversation.trace.findLast((event) => event.type === 'token');
    assert.equal(last?.id, token);
  });

  it('count: the third time, and every second', async () => {
    await set({ name: 'sample', hitCondition: '3' });
    const first = pass();
    await conversation.stop('continue');
    const third = pass();
    assert.ok(third >= first + 2);
    await set({ name: 'sample', hitCondition: '% 2' });
    await conversation.stop('continue');
    await conversation.stop('continue');
    assert.equal(pass(), third + 4);
  });

  it('speak instead of stopping, with values in braces', async () => {
    await set();
    const { source } = (await conversation.frames())[0] ?? {};
    const line = conversation.plan.operations.findIndex(({ id }) => id === 'sample');
    const lines = await conversation.client.request<DebugProtocol.BreakpointLocationsResponse>(
      'breakpointLocations',
      { source, line: 1, endLine: 10_000 },
    );
    const last = lines.breakpoints.at(-1)?.line ?? 0;
    assert.ok(line > 0 && last > 0);
    const logMessage = 'pass {pass}: {max(logits)} {nothing}';
    const ok = 'pass {pass}: {max(logits)}, best {topk(logits, 1)}';
    await conversation.client.request('setBreakpoints', {
      source,
      breakpoints: [{ line: last, logMessage: ok }],
    });
    await conversation.client.request('setBreakpoints', {
      source,
      breakpoints: [{ line: last, logMessage }],
    });
    const stop = await conversation.stop('continue');
    assert.equal(stop.reason, 'breakpoint', 'what cannot be computed stops the run');
    assert.match(
      said(),
      /Stopped at a breakpoint whose condition could not be evaluated: Unknown name "nothing"/,
    );
    await conversation.client.request('setBreakpoints', {
      source,
      breakpoints: [{ line: last, logMessage: ok }],
    });
    await conversation.end('continue');
    assert.ok((said().match(/^pass \d+: [−\d.]+, best .+$/gm) ?? []).length >= 4, said());
  });

  it('leave steps alone: a step stops at its end whatever the condition says', async () => {
    await set({ name: '*', condition: 'pass == 1000' });
    const places: string[] = [];
    for (const command of ['next', 'stepIn', 'next', 'stepOut', 'next']) {
      assert.equal((await conversation.stop(command)).reason, 'step');
      places.push(await conversation.place());
    }
    assert.equal(new Set(places).size, places.length);
    await conversation.client.request('continue', { threadId: 1 });
    await conversation.client.request('pause', { threadId: 1 });
    const stopped = conversation.bodies('stopped').at(-1) as DebugProtocol.StoppedEvent['body'] | undefined;
    const ended = conversation.bodies('terminated').length > 0;
    assert.ok(ended || stopped?.reason === 'pause' || stopped?.reason === 'step');
  });

  it('leave a step to the next token and a run to a moment alone, also where they would stop on the way', async () => {
    const name = 'embed';
    await set({ name, condition: 'pass == 1000' });
    await conversation.stop('ps2ml/stepToken');
    assert.equal(conversation.trace.filter(({ type }) => type === 'token').length, 1);
    const operation = conversation.plan.operations.findIndex(({ id }) => id === name);
    const wanted = pass() + 2;
    await conversation.stop('ps2ml/runTo', { pass: wanted, operation });
    assert.equal(pass(), wanted);
  });

  it('go back only to where the condition holds', async () => {
    const known = await value('tokens');
    await set(
      { name: 'sample', condition: `tokens == ${known + 1}` },
      { name: 'logits', condition: `tokens == ${known + 4}` },
    );
    await conversation.stop('continue');
    const place = [await conversation.place(), pass()];
    await conversation.stop('continue');
    assert.match(await conversation.place(), /^logits:/);
    await conversation.stop('reverseContinue');
    assert.deepEqual([await conversation.place(), pass()], place);
    assert.equal((await conversation.stop('reverseContinue')).reason, 'entry');
  });
});

describe('breakpoints on data', () => {
  let conversation: Conversation;
  beforeEach(async () => {
    conversation = await Conversation.launch({ ...tiny, tokens: 4 });
    await conversation.stop('configurationDone');
  });
  afterEach(async () => {
    await conversation.close();
    assert.deepEqual(conversation.faults, []);
  });

  const info = (args: object): Promise<DebugProtocol.DataBreakpointInfoResponse['body']> =>
    conversation.client.request<DebugProtocol.DataBreakpointInfoResponse>('dataBreakpointInfo', args);
  const set = async (...breakpoints: readonly object[]): Promise<DebugProtocol.Breakpoint[]> => {
    const body = await conversation.client.request<DebugProtocol.SetDataBreakpointsResponse>(
      'setDataBreakpoints',
      { breakpoints },
    );
    return body.breakpoints;
  };

  it('stop after each operation that writes the buffer, and nowhere else', async () => {
    const { dataId } = await info({ name: 'proj' });
    assert.equal(dataId, 'proj');
    const [answer] = await set({ dataId });
    assert.equal(answer?.verified, true);
    const places: string[] = [];
    for (let i = 0; i < 4; i++) {
      const stop = await conversation.stop('continue');
      assert.equal(stop.reason, 'breakpoint');
      assert.deepEqual(stop.hitBreakpointIds, [answer.id]);
      places.push((await conversation.place()).replace(/:.*/, ''));
    }
    assert.deepEqual(places, ['L00.attn.add', 'L00.ffn.add', 'L01.attn.add', 'L01.ffn.add']);
  });

  it('take a statistic as condition, and a variable by its line', async () => {
    await conversation.stop('next');
    const buffers = await conversation.client.request<DebugProtocol.ScopesResponse>('scopes', { frameId: 1 });
    const scope = buffers.scopes.find(({ name }) => name === 'Activations');
    const { dataId } = await info({ variablesReference: scope?.variablesReference, name: 'h.00' });
    assert.equal(dataId, 'h.00');
    await set({ dataId, condition: 'pass >= 2 && max(abs(h.00)) > 0' });
    await conversation.stop('continue');
    assert.equal((conversation.bodies('ps2ml/state').at(-1) as { readonly pass: number }).pass, 2);
    assert.match(await conversation.place(), /^L00/);
    assert.equal((await conversation.scope('Last result'))[0]?.name, 'embed');
  });

  it('are refused where nothing writes', async () => {
    const { dataId, description } = await info({ name: 'layers.00.attn.wq' });
    assert.equal(dataId, null);
    assert.match(description, /^Nothing in it is written by an operation: layers\.00\.attn\.wq\. Example: /);
    const [unknown, wrong] = await set({ dataId: 'nothing' }, { dataId: 'x', condition: 'x >' });
    assert.match(unknown?.message ?? '', /^Nothing in it is written/);
    assert.match(wrong?.message ?? '', /^Invalid expression "x >"/);
  });
});
