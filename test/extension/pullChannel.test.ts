import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { PullChannel } from '../../extension/webview/pullChannel';
import type { ToView } from '../../webviews/messages/pull';

describe('pull channel', () => {
  class Source {
    revision = 0;
    value: string | undefined;
    reads = 0;

    content(): string | undefined {
      this.reads++;
      return this.value;
    }

    set(value: string): void {
      this.value = value;
      this.revision++;
    }
  }
  const create = (): { source: Source; sent: ToView<string>[]; channel: PullChannel<string> } => {
    const source = new Source();
    const sent: ToView<string>[] = [];
    return { source, sent, channel: new PullChannel(source, (message) => sent.push(message)) };
  };

  it('answers a new page at once, also that there is nothing', () => {
    const { channel, sent } = create();
    channel.receive({ type: 'pull', revision: -1 });
    assert.deepEqual(sent, [{ type: 'empty', revision: 0 }]);
  });

  it('holds an up-to-date page back until something changes, and then answers once', async () => {
    const { channel, sent, source } = create();
    channel.receive({ type: 'pull', revision: 0 });
    assert.equal(sent.length, 0);
    source.set('a');
    channel.changed();
    source.set('b');
    channel.changed();
    await pause(150);
    assert.deepEqual(sent, [{ type: 'content', revision: 1, content: 'a' }]);
  });

  it('neither reads nor sends for a page that does not ask', async () => {
    const { channel, sent, source } = create();
    channel.receive({ type: 'pull', revision: 0 });
    channel.forget();
    source.set('a');
    channel.changed();
    await pause(150);
    assert.equal(sent.length, 0);
    assert.equal(source.reads, 0);
  });

  it('joins changes in quick succession into one answer', async () => {
    const { channel, sent, source } = create();
    channel.receive({ type: 'pull', revision: -1 });
    channel.receive({ type: 'pull', revision: 0 });
    for (const value of ['a', 'b', 'c']) {
      source.set(value);
      channel.changed();
    }
    assert.equal(sent.length, 1);
    await pause(150);
    assert.deepEqual(sent.slice(1), [{ type: 'content', revision: 3, content: 'c' }]);
  });

  it('answers a page that loads before it asks, and not twice', async () => {
    const { channel, sent, source } = create();
    source.set('a');
    channel.expect();
    assert.deepEqual(sent, [{ type: 'content', revision: 1, content: 'a' }]);
    // The page has asked before the answer came, and then says that it has it.
    channel.receive({ type: 'pull', revision: -1 });
    channel.receive({ type: 'pull', revision: 1 });
    await pause(600);
    assert.equal(sent.length, 1);
    source.set('b');
    channel.changed();
    assert.equal(sent.length, 2);
  });

  it('answers again when what went ahead did not arrive', async () => {
    const { channel, sent, source } = create();
    source.set('a');
    channel.expect();
    channel.receive({ type: 'pull', revision: -1 });
    await pause(600);
    assert.deepEqual(
      sent.map(({ revision }) => revision),
      [1, 1],
    );
  });

  it('ignores what is no pull', () => {
    const { channel, sent } = create();
    for (const message of [undefined, null, 'pull', {}, { type: 'pull' }, { type: 'pull', revision: '1' }]) {
      channel.receive(message);
    }
    assert.equal(sent.length, 0);
  });
});
