// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import type { TargetFactory } from '../../debug-adapter/session/sessionHost';
import type { SnapshotStore, Target, TargetEvent } from '../../debug-adapter/targets/target';
import type { TraceEvent } from '../../model/trace/events';
import { Consoles } from './consoleTarget';
import { Conversation, referenceInProcess, tiny } from './conversation';

/** What a person sees at a stop. */
interface Seen {
  readonly place: string;
  readonly pass: unknown;
  readonly values: readonly (readonly [name: string, value: string])[];
}

async function seen(conversation: Conversation): Promise<Seen> {
  const items = [...(await conversation.scope('Pass')), ...(await conversation.scope('Activations'))];
  const state = conversation.bodies('ps2ml/state').at(-1) as { readonly pass?: number };
  return {
    place: await conversation.place(),
    pass: state.pass,
    // What has changed since the stop before depends on which that was.
    values: items.map(
      ({ name, value }) => [name, value.replace(/, (\d+ of \d+ changed|was .*)$/, '')] as const,
    ),
  };
}

/** Events without what a stop on the way may change: the time, and when the depth of the stack is looked at. */
function timeless(events: readonly TraceEvent[]): unknown[] {
  const told = events.filter(({ type }) => type !== 'stack');
  return told.map((event) => ({ ...event, ms: undefined, at: undefined, seek: undefined }));
}

const keyOf = ({ place, pass }: Seen): string => `${String(pass)} ${place}`;

const consoles = new Consoles();
const targets: readonly (readonly [name: string, target: TargetFactory])[] = [
  ['reference', referenceInProcess],
  ['built-in', consoles.target],
];

for (const [targetName, target] of targets) {
  describe(`stepping back on the ${targetName} target`, function () {
    this.timeout(180_000);
    let conversation: Conversation;
    let whole: Conversation;

    before(async () => {
      whole = new Conversation({ target, targetName });
      await launch(whole);
      await whole.end('continue');
    });
    after(async () => {
      await whole.close();
      if (targetName === 'built-in') consoles.remove();
    });
    afterEach(async () => {
      await conversation.close();
      assert.deepEqual(conversation.faults, []);
    });

    async function launch(with_: Conversation): Promise<void> {
      await with_.initialize();
      await with_.client.request('launch', { ...tiny, tokens: 4, target: targetName });
      await with_.stop('configurationDone');
    }
    async function words(name: string): Promise<string> {
      return (await conversation.client.ask(name, { threadId: 1 })).message ?? 'done';
    }

    it('shows at each line what was there, down to the beginning, and tells nothing twice', async () => {
      conversation = new Conversation({ target, targetName });
      await launch(conversation);
      const known = new Map<string, Seen>();
      const note = async (): Promise<void> => {
        const here = await seen(conversation);
        known.set(keyOf(here), here);
      };
      await note();
      // The console answers each question about its memory more slowly.
      const lines = targetName === 'built-in' ? 12 : 24;
      // Every line of a while, then the layers of the next passes, one of which samples a token.
      for (let line = 0; line < lines; line++) {
        await conversation.stop('stepIn');
        await note();
      }
      await conversation.stop('ps2ml/stepToken');
      await note();
      for (let line = 0; line < lines / 3; line++) {
        await conversation.stop('next');
        await note();
      }
      let [steps, compared] = [0, 0];
      for (let last = ''; ; steps++) {
        const answer = conversation.client.next('stopped');
        const said = await words('stepBack');
        if (said !== 'done') {
          assert.match(said, /^This is the start of the run/);
          answer.catch(() => undefined);
          break;
        }
        assert.equal(((await answer).body as { reason: string }).reason, 'step');
        const here = await seen(conversation);
        assert.notEqual(keyOf(here), last);
        last = keyOf(here);
        const then = known.get(last);
        if (!then) continue;
        assert.deepEqual(here, then);
        compared++;
      }
      assert.ok(compared >= lines / 3, `${compared} places compared`);
      assert.ok(steps > 10, `${steps} steps back`);
      await conversation.end('continue');
      assert.equal(conversation.text, whole.text);
      assert.deepEqual(timeless(conversation.trace), timeless(whole.trace));
    });

    it('mirrors next and step in', async () => {
      conversation = new Conversation({ target, targetName });
      await launch(conversation);
      const places: string[] = [];
      for (const command of ['next', 'next', 'stepIn', 'next', 'next']) {
        places.push(await conversation.place());
        await conversation.stop(command);
      }
      for (const place of places.reverse()) {
        await conversation.stop('stepBack');
        assert.equal(await conversation.place(), place);
      }
    });

    it('goes back to the breakpoint before, and without one to the beginning', async () => {
      conversation = new Conversation({ target, targetName });
      await launch(conversation);
      const start = await seen(conversation);
      const breakpoints = { breakpoints: [{ name: 'L01.attn.q' }, { name: 'sample' }] };
      await conversation.client.request('setFunctionBreakpoints', breakpoints);
      const stops: Seen[] = [];
      for (let i = 0; i < 5; i++) {
        await conversation.stop('continue');
        stops.push(await seen(conversation));
      }
      for (const expected of stops.slice(0, -1).reverse()) {
        assert.equal((await conversation.stop('reverseContinue')).reason, 'breakpoint');
        assert.deepEqual(await seen(conversation), expected);
      }
      assert.equal((await conversation.stop('reverseContinue')).reason, 'entry');
      assert.deepEqual(await seen(conversation), start);
      assert.match(await words('reverseContinue'), /^This is the start of the run/);
      // They stop the run again on the way there.
      await conversation.stop('continue');
      assert.deepEqual(await seen(conversation), stops[0]);
    });

    it('returns to a checkpoint, from before and from behind it', async () => {
      conversation = new Conversation({ target, targetName });
      await launch(conversation);
      await conversation.stop('ps2ml/stepToken');
      await conversation.stop('next');
      assert.match(await words('ps2ml/returnToCheckpoint'), /^There is no checkpoint in this session/);
      assert.equal(await words('ps2ml/saveCheckpoint'), 'done');
      const kept = await seen(conversation);
      await conversation.stop('ps2ml/stepToken');
      await conversation.stop('ps2ml/returnToCheckpoint');
      assert.deepEqual(await seen(conversation), kept);
      await conversation.stop('reverseContinue');
      await conversation.stop('ps2ml/returnToCheckpoint');
      assert.deepEqual(await seen(conversation), kept);
    });

    it('keeps nothing of a run that is not debugged, and says so', async () => {
      let kept = 0;
      const counting: TargetFactory = (program, asked) => {
        const made: Target = target(program, asked);
        const take = (): Promise<void> => {
          kept++;
          return Promise.resolve();
        };
        return Object.assign(made, made.snapshots && { snapshots: { ...made.snapshots, take } });
      };
      conversation = new Conversation({ target: counting, targetName });
      await conversation.initialize();
      await conversation.client.request('launch', { ...tiny, tokens: 4, target: targetName, noDebug: true });
      const paused = conversation.client.next('stopped');
      await conversation.client.request('configurationDone');
      await conversation.client.request('pause', { threadId: 1 });
      await paused;
      for (const command of ['stepBack', 'reverseContinue', 'ps2ml/saveCheckpoint']) {
        assert.match(await words(command), /^This run was started without debugging/);
      }
      const told = JSON.stringify(conversation.bodies('capabilities'));
      assert.doesNotMatch(told, /supportsStepBack/);
      await conversation.end('continue');
      assert.equal(conversation.text, whole.text);
      assert.equal(kept, 0);
    });

    it('goes back from the middle of a run to moments that were kept while it ran', async () => {
      const moments: (TargetEvent & { type: 'snapshotTaken' })[] = [];
      let snapshots: SnapshotStore | undefined;
      let reports = 0;
      // The engine reports seldom, the console at every look.
      const every = targetName === 'built-in' ? 8 : 1;
      const keeping: TargetFactory = (program, asked) => {
        const made: Target = target(program, asked);
        snapshots = made.snapshots;
        made.onEvent((event) => {
          if (event.type === 'snapshotTaken') moments.push(event);
          if (event.type === 'trace' && ++reports % every === 0)
            made.snapshots?.take().catch(() => undefined);
        });
        return made;
      };
      conversation = new Conversation({ target: keeping, targetName });
      await launch(conversation);
      await conversation.stop('stepIn');
      await conversation.stop('stepIn');
      const early = await seen(conversation);
      const breakpoints = { breakpoints: [{ name: 'sample' }] };
      for (let i = 0; i < 3; i++) await conversation.stop('ps2ml/stepToken');
      await conversation.client.request('setFunctionBreakpoints', breakpoints);
      await conversation.stop('continue');
      const late = await seen(conversation);
      assert.ok(moments.length > 3 && snapshots, `${moments.length} moments`);
      for (let i = 0; i < 2; i++) await conversation.stop('reverseContinue');
      await conversation.stop('continue');
      await conversation.stop('continue');
      assert.deepEqual(await seen(conversation), late);
      await conversation.client.request('setFunctionBreakpoints', { breakpoints: [] });
      await conversation.stop('reverseContinue');
      await conversation.stop('stepIn');
      await conversation.stop('stepIn');
      assert.deepEqual(await seen(conversation), early);
      await conversation.end('continue');
      assert.equal(conversation.text, whole.text);
      assert.deepEqual(timeless(conversation.trace), timeless(whole.trace));
    });
  });
}

describe('a way back that fails', () => {
  it('ends the session with the reason, and leaves nobody waiting', async () => {
    const target: TargetFactory = (program, asked) => {
      const made = referenceInProcess(program, asked);
      const restore = (): Promise<never> => Promise.reject(new Error('The snapshot is damaged.'));
      return Object.assign(made, { snapshots: { ...made.snapshots, restore } });
    };
    const conversation = await Conversation.launch({ ...tiny }, { target });
    await conversation.stop('configurationDone');
    await conversation.stop('stepIn');
    await conversation.end('stepBack');
    const said = conversation.bodies('output').map((body) => JSON.stringify(body));
    assert.ok(said.some((text) => text.includes('The snapshot is damaged.')));
    await conversation.close();
  });
});

describe('memory and the way back on the console target', function () {
  this.timeout(180_000);
  const own = new Consoles();
  let conversation: Conversation;
  after(async () => {
    await conversation.close();
    own.remove();
  });

  it('changes memory where the run is, and meets the change again after going back', async () => {
    conversation = new Conversation({ target: own.target, targetName: 'built-in' });
    await conversation.initialize();
    await conversation.client.request('launch', { ...tiny, tokens: 4, target: 'built-in' });
    await conversation.stop('configurationDone');
    await conversation.stop('ps2ml/stepToken');
    await conversation.stop('next');
    const address = { memoryReference: '0x01e00000', offset: 0 };
    const write = { ...address, data: Buffer.from([1, 2, 3, 4]).toString('base64') };
    await conversation.stop('stepBack');
    const place = await conversation.place();
    const unchanged = await conversation.memory('0x01e00000', 0, 4);
    await conversation.client.request('ps2ml/saveCheckpoint');
    await conversation.client.request('writeMemory', write);
    const ended = await conversation.client.ask('ps2ml/returnToCheckpoint');
    assert.match(ended.message ?? '', /save one first\. Changing memory discards the checkpoint\.$/);
    assert.equal(await conversation.memory('0x01e00000', 0, 4), write.data);
    await conversation.stop('next');
    await conversation.stop('next');
    await conversation.stop('stepBack');
    assert.equal(await conversation.memory('0x01e00000', 0, 4), write.data);
    await conversation.stop('stepBack');
    assert.equal(await conversation.place(), place);
    assert.equal(await conversation.memory('0x01e00000', 0, 4), write.data);
    assert.equal((await conversation.stop('reverseContinue')).reason, 'entry');
    assert.equal(await conversation.memory('0x01e00000', 0, 4), unchanged);
    await conversation.stop('ps2ml/stepToken');
    await conversation.stop('ps2ml/stepToken');
    assert.equal(await conversation.memory('0x01e00000', 0, 4), write.data);
    await conversation.end('continue');
  });
});
