import assert from 'node:assert/strict';
import { Conversation, tiny } from './conversation';

describe('many sessions in one process', function () {
  this.timeout(60_000);

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
    // Requests to the file system come and go.
    const handles = (): string[] =>
      process
        .getActiveResourcesInfo()
        .filter((kind) => !kind.startsWith('FSReq'))
        .sort();
    const before = { handles: handles(), listeners: listeners() };
    for (let i = 0; i < 10; i++) await round();
    assert.deepEqual({ handles: handles(), listeners: listeners() }, before);
  });
});
