import assert from 'node:assert/strict';
import { Consoles } from './consoleTarget';
import { Conversation, tiny } from './conversation';

describe('many sessions in one process', function () {
  this.timeout(240_000);
  const consoles = new Consoles();
  after(() => consoles.remove());

  /** A session on the built-in console with some steps, which is left in the middle of its run. */
  async function stepped(): Promise<void> {
    const options = { target: consoles.target, targetName: 'built-in' };
    const run = await Conversation.launch({ ...tiny, target: 'built-in', tokens: 2 }, options);
    await run.stop('configurationDone');
    for (let step = 0; step < 5; step++) await run.stop('next');
    await run.close();
  }

  it('leave no handle and no listener, whether they ran, failed or were left', async () => {
    const listeners = (): number[] =>
      process.eventNames().map((name) => process.listenerCount(name as 'exit'));
    const round = async (): Promise<void> => {
      const run = await Conversation.launch({ ...tiny, tokens: 2 });
      await run.stop('configurationDone');
      await run.end('continue');
      await run.close();
      const left = await Conversation.launch(tiny);
      await left.stop('configurationDone');
      await left.close();
      const failed = new Conversation();
      await failed.initialize();
      await failed.client.ask('launch', { program: '/no/such.psnt' });
      await failed.close();
    };
    await round();
    await stepped();
    // Requests to the file system come and go.
    const handles = (): string[] =>
      process
        .getActiveResourcesInfo()
        .filter((kind) => !kind.startsWith('FSReq'))
        .sort();
    const before = { handles: handles(), listeners: listeners() };
    for (let i = 0; i < 10; i++) await round();
    for (let i = 0; i < 3; i++) await stepped();
    assert.deepEqual({ handles: handles(), listeners: listeners() }, before);
  });
});
