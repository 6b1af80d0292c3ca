// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { TargetFactory } from '../../../debug-adapter/session/sessionHost';
import { Conversation, referenceInProcess, tiny } from '../conversation';
import { StandIn } from './standIn';

describe('a checkpoint on PCSX2', function () {
  this.timeout(180_000);
  let standIn: StandIn;
  let conversation: Conversation;
  before(() => (standIn = new StandIn()));
  after(() => standIn.remove());
  beforeEach(() => (conversation = new Conversation({ target: standIn.target, targetName: 'pcsx2' })));
  afterEach(async () => {
    await conversation.close();
    assert.deepEqual(conversation.faults, []);
  });

  async function launch(more: object): Promise<void> {
    await conversation.initialize();
    await conversation.client.request('launch', { ...tiny, tokens: 4, target: 'pcsx2', ...more });
    await conversation.stop('configurationDone');
  }
  const words = async (name: string): Promise<string> =>
    (await conversation.client.ask(name)).message ?? 'done';
  /** What a person sees at a stop. */
  async function seen(): Promise<unknown> {
    const [place, pass, live] = [
      await conversation.place(),
      await conversation.scope('Pass'),
      await conversation.scope('Activations'),
    ];
    return { place, values: [...pass, ...live].map(({ name, value }) => [name, value]) };
  }

  /**
   * What the views were told, without what was measured and in an order that does not depend on it. PCSX2 does not tell
   * how likely a token was.
   */
  const told = ({ trace }: Conversation): string[] => {
    const events = trace.filter(({ type }) => !['stack', 'counters', 'odds'].includes(type));
    const plain = { ms: undefined, at: undefined, lba: undefined, seek: undefined };
    return events.map((event) => JSON.stringify({ ...event, ...plain })).sort();
  };

  it('brings back the place, the tokens, the values and the breakpoints, and nothing is told twice', async () => {
    const whole = await Conversation.launch({ ...tiny, tokens: 4 });
    await whole.stop('configurationDone');
    await whole.end('continue');
    await whole.close();
    await launch({ checkpointSlot: 9 });
    await conversation.stop('ps2ml/stepToken');
    await conversation.stop('next');
    await conversation.stop('stepIn');
    await conversation.stop('next');
    const kept = await seen();
    assert.match(
      await words('ps2ml/returnToCheckpoint'),
      /^There is no checkpoint in this session: save one/,
    );
    assert.equal(await words('ps2ml/saveCheckpoint'), 'done');
    const breakpoints = { breakpoints: [{ name: 'sample' }] };
    await conversation.client.request('setFunctionBreakpoints', breakpoints);
    const texts: string[] = [];
    for (let round = 0; round < 2; round++) {
      await conversation.stop('continue');
      assert.match(await conversation.place(), /^sample:/);
      await conversation.stop('ps2ml/stepToken');
      await conversation.stop('ps2ml/stepToken');
      texts.push(conversation.text);
      const stopped = conversation.client.next('stopped');
      assert.equal(await words('ps2ml/returnToCheckpoint'), 'done');
      await stopped;
      assert.deepEqual(await seen(), kept);
    }
    assert.ok(texts[0] !== '' && texts[0] === texts[1], texts.join(' | '));
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [] });
    await conversation.end('continue');
    assert.equal(conversation.text, whole.text);
    assert.deepEqual(told(conversation), told(whole));
  });

  it('tells all of a run that is another one, because memory was changed, and says so', async () => {
    await launch({ checkpointSlot: 9 });
    const operations = (): number => conversation.trace.filter(({ type }) => type === 'operation').length;
    const write = { memoryReference: '0x01e00000', data: 'AQID' };
    const others = (): number =>
      conversation.bodies('output').filter((body) => JSON.stringify(body).includes('a new run')).length;
    assert.equal(await words('ps2ml/saveCheckpoint'), 'done');
    await conversation.client.request('writeMemory', write);
    const counts: number[] = [];
    // Changed, as it is, changed after a while: only what is the same again is not told.
    for (let round = 0; round < 3; round++) {
      await conversation.stop('ps2ml/stepLayer');
      if (round === 2) await conversation.client.request('writeMemory', write);
      await conversation.stop('ps2ml/stepLayer');
      counts.push(operations());
      await conversation.stop('ps2ml/returnToCheckpoint');
    }
    const [first = 0, second = 0, third = 0] = counts;
    assert.ok(first > 2 && second === 2 * first, counts.join());
    assert.ok(second < third && third < 3 * first, counts.join());
    assert.equal(others(), 3);
    await conversation.end('continue');
  });

  it('needs a slot that was given for it, and a stop', async () => {
    await launch({});
    assert.match(
      await words('ps2ml/saveCheckpoint'),
      /^Checkpoints need a save-state slot.*"checkpointSlot": 9/,
    );
    await conversation.client.request('continue', { threadId: 1 });
    assert.match(
      await words('ps2ml/saveCheckpoint'),
      /^(The program is running: pause it first|The run has ended)/,
    );
  });

  it('is not there on other targets, which say so', async () => {
    await conversation.close();
    const target: TargetFactory = (program, asked) =>
      Object.assign(referenceInProcess(program, asked), { snapshots: undefined });
    conversation = await Conversation.launch({ ...tiny }, { target });
    await conversation.stop('configurationDone');
    assert.match(await words('ps2ml/saveCheckpoint'), /^The reference target does not support checkpoints/);
    assert.match(await words('stepBack'), /^The reference target cannot step back: restart the session/);
    const [said] = conversation.bodies('capabilities') as { capabilities: object }[];
    assert.ok(!('supportsStepBack' in (said?.capabilities ?? {})));
  });
});
