// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, afterEach, before, describe, it } from 'mocha';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Conversation, tiny } from '../conversation';
import { attachArguments, goodSettings, StandIn } from './standIn';

describe('a launch of PCSX2', function () {
  this.timeout(180_000);
  let standIn: StandIn;
  let conversation: Conversation;

  before(() => (standIn = new StandIn()));
  afterEach(async () => {
    await conversation.close();
    standIn.fault('');
    standIn.settings(goodSettings);
    assert.deepEqual(await processes(0), []);
    assert.deepEqual(conversation.faults, []);
  });
  after(() => standIn.remove());

  const start = async (): Promise<void> => {
    conversation = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
    await conversation.initialize({ supportsProgressReporting: true });
  };
  const launch = (more: object = {}): Promise<DebugProtocol.Response> =>
    conversation.client.ask('launch', { ...tiny, target: 'pcsx2', ...more });
  const output = (): string =>
    (conversation.bodies('output') as { output: string }[]).map((body) => body.output).join('');
  const stages = (): string[] =>
    (conversation.bodies('progressUpdate') as { message?: string }[]).map(({ message = '' }) => message);

  /** Ids of the stand-in's processes; waits a little for so many. */
  async function processes(count: number): Promise<number[]> {
    for (let tries = 0; ; tries++) {
      const found = readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
        .filter((name) => commandOf(name).includes(standIn.folder))
        .map(Number);
      if (found.length === count || tries > 50) return found;
      await sleep(20);
    }
  }

  it('shows each stage, the log without what the program says itself, and ends what it has started', async () => {
    await start();
    assert.equal((await launch()).message, undefined);
    assert.equal((await processes(2)).length, 2);
    await conversation.stop('configurationDone');
    await conversation.stop('next');
    const shown = stages().filter((message) => message.startsWith('Waiting') && !/\d s$/.test(message));
    assert.deepEqual(shown, [
      'Waiting for PCSX2 to answer over PINE',
      'Waiting for PCSX2 to start the game',
      "Waiting for the program's mailbox",
      'Waiting for a sign of life of the program',
      'Waiting for the program to load its plan',
      'Waiting for the program to load its files and stop',
    ]);
    await conversation.end('continue');
    assert.equal(output().split('PCSX2 stand-in').length, 2);
    assert.equal(output().split('Once upon a time').length, 2, output());
  });

  it('is refused when the settings do not let a debugger in, with all that is wrong', async () => {
    standIn.settings({ EmuCore: { EnablePINE: 'false', PINESlot: '28150' } });
    await start();
    const { message = '' } = await launch({ pineSlot: 28151 });
    assert.match(message, /^PCSX2's settings in .*PCSX2\.ini do not allow debugging: /);
    assert.match(message, /PINE is off, expected on; PINE slot is 28150, expected 28151/);
  });

  it('ends with the last line of the log when PCSX2 does', async () => {
    standIn.fault('exit');
    await start();
    assert.match((await launch()).message ?? '', /^PCSX2 exited with code 3\. .*The BIOS was not found\.$/);
  });

  it('has a limit for each stage, and names what it waited for', async () => {
    standIn.fault('mute');
    await start();
    const { message = '' } = await launch({ startTimeout: 1 });
    assert.match(
      message,
      /^Timed out after 1 s waiting for PCSX2 to answer over PINE: PCSX2 does not listen at /,
    );
  });

  it('can be cancelled', async () => {
    standIn.fault('mute');
    await start();
    const waiting = conversation.client.next('progressUpdate');
    const answer = launch();
    await waiting;
    while (!stages().some((message) => message.startsWith('Waiting for PCSX2'))) await sleep(20);
    await conversation.client.request('cancel', { progressId: 'launch' });
    assert.match((await answer).message ?? '', /^The launch was cancelled\.$/);
  });

  it('is refused while somebody listens at its slot', async () => {
    await start();
    await launch();
    const other = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
    await other.initialize();
    const { message } = await other.client.ask('launch', { ...tiny, target: 'pcsx2' });
    assert.match(message ?? '', /^Another debug session already uses PINE slot 28150/);
    await other.close();
  });

  it('leaves PCSX2 running when it is told to, stopping no more, and a session can attach to that', async () => {
    await start();
    // It reads its weights for each token, so that it still runs when the session attaches.
    const layout = 'streamed';
    await launch({ onDisconnect: 'keepRunning', tokens: 60, layout });
    await conversation.stop('configurationDone');
    await conversation.close();
    const left = await processes(2);
    assert.equal(left.length, 2);
    try {
      conversation = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
      await conversation.initialize();
      const again = await conversation.client.ask('launch', { ...tiny, target: 'pcsx2' });
      assert.match(
        again.message ?? '',
        /^PCSX2 is already running at PINE slot 28150: close it, attach to it/,
      );
      await conversation.close();
      conversation = new Conversation({ target: standIn.target, targetName: 'pcsx2' });
      await conversation.initialize();
      await conversation.client.request('attach', { ...attachArguments, layout, pineSlot: 28150 });
      await conversation.stop('configurationDone');
      // The text was under way or has ended: its tokens come from RAM, the prompt first.
      const tokens = (await conversation.scope('Pass')).find(({ name }) => name === 'tokens');
      assert.match(tokens?.value ?? '', /^\d+ tokens "Once upon a time/);
      await conversation.stop('next');
    } finally {
      for (const id of left) process.kill(id, 'SIGKILL');
    }
  });
});

function commandOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
