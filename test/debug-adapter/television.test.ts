// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { after, afterEach, describe, it } from 'mocha';
import type { SessionState } from '../../model/trace/session';
import type { TelevisionPicture, WholePicture } from '../../model/trace/television';
import { Consoles } from './consoleTarget';
import { Conversation, tiny } from './conversation';

const consoles = new Consoles();
const prompts = [tiny.prompt, 'the cat', 'a moon'];

describe('television of a session', function () {
  this.timeout(120_000);
  let conversation: Conversation;

  after(() => consoles.remove());
  afterEach(async () => {
    await conversation.close();
    assert.deepEqual(conversation.faults, []);
  });

  async function launch(more: object = {}): Promise<void> {
    conversation = new Conversation({ target: consoles.target, targetName: 'built-in' });
    await conversation.initialize();
    const interactive = { interactive: true, prompts, stopOnEntry: false, layout: 'resident' };
    await conversation.client.request('launch', {
      ...tiny,
      target: 'built-in',
      tokens: 60,
      ...interactive,
      ...more,
    });
    await conversation.client.request('configurationDone');
  }

  const picture = (known?: string): Promise<TelevisionPicture> =>
    conversation.client.ask('ps2ml/picture', { ...(known !== undefined && { known }) }).then((answer) => {
      assert.ok(answer.success, answer.message);
      return answer.body as TelevisionPicture;
    });
  async function whole(): Promise<WholePicture> {
    const shown = await picture();
    assert.ok(shown.png !== undefined);
    return shown;
  }
  async function until(
    what: string,
    wanted: (rows: readonly string[]) => boolean,
  ): Promise<readonly string[]> {
    for (let tries = 0; tries < 100; tries++) {
      const { rows = [] } = await whole();
      if (wanted(rows)) return rows;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`The television never showed ${what}:\n${((await whole()).rows ?? []).join('\n')}`);
  }
  const hold = (...buttons: string[]): Promise<unknown> =>
    conversation.client.request('ps2ml/input', { buttons });
  async function press(button: string): Promise<void> {
    // Both last until the program has seen them.
    await hold(button);
    await hold();
  }
  const states = (): SessionState[] => conversation.bodies('ps2ml/state') as SessionState[];
  const isWaiting = (): boolean => {
    const last = states().at(-1);
    return last?.state === 'running' && last.waits === true;
  };
  // The driver has found the controller, which takes it half a second.
  const ready = (rows: readonly string[]): boolean => has('Starts by itself in')(rows);
  const has = (start: string) => (rows: readonly string[]) => rows.some((row) => row.startsWith(start));
  const plans = (): { readonly prompt?: readonly { readonly text?: string }[] }[] =>
    conversation.bodies('ps2ml/plan') as never;
  const promptOf = (index: number): string =>
    (plans()[index]?.prompt ?? [])
      .map(({ text = '' }) => text)
      .join('')
      .replace('<s>', '');
  async function refusal(command: string, args: object): Promise<string> {
    const { success, message = '' } = await conversation.client.ask(command, args);
    assert.equal(success, false, command);
    return message;
  }

  it('waits in the menu, begins the text that was chosen, and goes back over the controller exactly', async () => {
    await launch();
    assert.deepEqual(conversation.bodies('ps2ml/television'), [{ isInteractive: true }]);
    await until('its menu', has('→ Prompt        1 of 3'));
    await until('that the controller was found', ready);
    assert.ok(isWaiting());
    const threads = await conversation.client.ask('threads');
    assert.match(JSON.stringify(threads), /forward pass, waiting for the controller/);
    assert.deepEqual(plans(), [], 'nobody knows the prompt yet');
    // Whoever pauses now is told, and it pauses when the text begins.
    await press('right');
    const rows = await until('the second prompt', has('→ Prompt        2 of 3'));
    assert.ok(rows.includes('Prompt: the cat'), rows.join('\n'));
    await press('start');
    await until('the story', (now) => now.some((row) => /^\d+ tokens?\b/.test(row)));
    assert.ok(!isWaiting());
    assert.equal(promptOf(0).trim(), 'the cat');

    // A person pauses and lets it go on; then the debugger stops it.
    await press('start');
    await until('the pause', has('Paused'));
    assert.ok(isWaiting());
    await press('start');
    const stopped = conversation.client.next('stopped');
    await conversation.client.request('pause', { threadId: 1 });
    await stopped;
    const late = await whole();
    assert.ok(
      late.rows?.some((row) => row.startsWith('Stopped by a debugger')),
      late.rows?.join('\n'),
    );
    assert.match(
      await refusal('ps2ml/input', { buttons: ['start'] }),
      /^The program is stopped by the debugger/,
    );

    // Forward by layers over the end of a token, noting the pictures, and back.
    const place = async (): Promise<string> => {
      const last = states().at(-1);
      return `${last?.state === 'stopped' ? last.pass : ''} ${await conversation.place()}`;
    };
    const seen = new Map<string, WholePicture>();
    await conversation.stop('ps2ml/stepToken');
    for (let layer = 0; layer < 4; layer++) {
      seen.set(await place(), await whole());
      await conversation.stop('ps2ml/stepLayer');
    }
    await conversation.stop('ps2ml/stepToken');
    const further = await whole();
    let compared = 0;
    for (let steps = 0; steps < 60 && compared < seen.size; steps++) {
      await conversation.stop('stepBack');
      const then = seen.get(await place());
      if (then === undefined) continue;
      const now = await whole();
      assert.deepEqual(now.rows, then.rows);
      assert.equal(now.id, then.id, 'the same pixels');
      assert.notEqual(now.id, further.id);
      compared++;
    }
    assert.equal(compared, seen.size);
    // Over the pause and to the beginning: the text is that of the prompt alone.
    await conversation.stop('reverseContinue');
    const first = await whole();
    const text = (first.rows ?? []).slice(4, -3).join(' ').trim();
    assert.equal(text, 'the cat');
    assert.notEqual(first.id, late.id);
    // The run repeats what was pressed, and the controller is not needed.
    await conversation.client.request('continue', { threadId: 1 });
    assert.match(await refusal('ps2ml/input', { buttons: [] }), /^The run repeats what happened before/);
    await until('the end', has('End of the text'));
  });

  it('goes on to another text after the end, in another run, and ends with the session', async () => {
    await launch({ tokens: 3 });
    await until('its menu', ready);
    await press('start');
    await until('the end', has('End of the text'));
    assert.ok(isWaiting());
    assert.equal(promptOf(0).trim(), tiny.prompt);
    const { text } = conversation;
    await press('start');
    await until('its menu again', has('→ Prompt'));
    await press('left');
    // It pauses at the next text, although nothing stops there otherwise.
    await conversation.client.request('pause', { threadId: 1 });
    const stopped = conversation.client.next('stopped');
    await press('start');
    const { reason, description } = (await stopped).body as { reason: string; description: string };
    assert.equal(reason, 'pause', description);
    assert.equal(plans().length, 2);
    await conversation.client.request('continue', { threadId: 1 });
    await until('the end', has('End of the text'));
    assert.equal(conversation.text, text + text);
    const outputs = JSON.stringify(conversation.bodies('output'));
    assert.match(outputs, /stands still already/);
  });

  it('sends the picture as PNG, and nothing when it is known', async () => {
    await launch();
    await until('its menu', has('→ Prompt'));
    let shown = await whole();
    // The seconds count down.
    for (let tries = 0; tries < 5; tries++) {
      const next = await picture(shown.id);
      if (next.png === undefined) break;
      shown = next;
    }
    const { id, width, height, png } = shown;
    assert.deepEqual(await picture(id), { id });
    assert.deepEqual([width, height], [640, 448]);
    const bytes = Buffer.from(png, 'base64');
    assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
    const length = bytes.readUInt32BE(33);
    assert.equal(inflateSync(bytes.subarray(41, 41 + length)).length, height * (4 * width + 1));
  });

  it('refuses what is not a controller', async () => {
    await launch();
    assert.match(await refusal('ps2ml/input', { buttons: ['jump'] }), /^"jump" is not a button/);
    assert.match(await refusal('ps2ml/input', {}), /"buttons" of "ps2ml\/input" must be a list/);
    assert.match(await refusal('ps2ml/input', { buttons: [], sticks: [1, 2] }), /"sticks" of/);
    assert.match(await refusal('ps2ml/picture', { known: 3 }), /"known" of/);
    assert.match(await refusal('ps2ml/pace', {}), /"realTime" of/);
    await conversation.client.request('ps2ml/pace', { realTime: false });
  });

  it('is not there on a target without one, which says where there is one', async () => {
    conversation = new Conversation();
    await conversation.initialize();
    await conversation.client.request('launch', { ...tiny, interactive: true });
    await conversation.stop('configurationDone');
    for (const [command, args] of [
      ['ps2ml/picture', {}],
      ['ps2ml/input', { buttons: [] }],
      ['ps2ml/pace', { realTime: true }],
    ] as const)
      assert.equal(
        await refusal(command, args),
        'The reference target has no television. To see it in VS Code, run on the built-in console ("target": "built-in").',
      );
    assert.match(JSON.stringify(conversation.bodies('output')), /so \\"interactive\\" has no effect/);
    assert.deepEqual(conversation.bodies('ps2ml/television'), []);
  });
});
