import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, afterEach, before, describe, it } from 'mocha';
import { DapClient } from '../../cli/dapClient';
import type { TargetFactory } from '../../debug-adapter/session/sessionHost';
import { nodeTargets, shippedFiles } from '../../debug-adapter/node/targets';
import { bundle, type Bundles } from './bundles';
import { Conversation, tiny } from './conversation';
import { tinyConversation } from './tinyConversation';
import { checkGolden } from './goldenFile';

describe('the debug adapter as it is shipped', () => {
  let bundles: Bundles;
  let adapter: ChildProcess | undefined;
  let client: DapClient;
  let errors: string;

  before(() => {
    bundles = bundle({
      'debug-adapter': 'debug-adapter/main.ts',
      'engine-worker': 'model/engine/node/engineWorker.ts',
    });
  });
  after(() => bundles.remove());

  function reference(): TargetFactory | undefined {
    const files = { ...shippedFiles('dist'), engineWorker: bundles.file('engine-worker') };
    return nodeTargets(files).get('reference');
  }

  function start(): void {
    errors = '';
    const child = spawn(process.execPath, [bundles.file('debug-adapter')]);
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    client = new DapClient(child.stdout, child.stdin);
    adapter = child;
  }
  afterEach(() => {
    adapter?.kill();
    adapter = undefined;
  });

  async function launch(args: object = {}): Promise<void> {
    await client.request('initialize', { adapterID: 'ps2ml', pathFormat: 'path' });
    await client.request('launch', { ...tiny, target: 'reference', ...args });
    const stopped = client.next('stopped');
    await client.request('configurationDone');
    await stopped;
  }

  /** The exit code of the adapter's process. */
  async function exit(): Promise<number | null> {
    assert.ok(adapter);
    if (adapter.exitCode === null) await once(adapter, 'exit');
    return adapter.exitCode;
  }

  it('speaks on standard input and output, with the engine in a worker, and ends with the session', async () => {
    start();
    await launch({ tokens: 2 });
    const stopped = client.next('stopped');
    await client.request('next', { threadId: 1 });
    await stopped;
    const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse>('stackTrace', {
      threadId: 1,
    });
    assert.equal(stackFrames[0]?.name, 'L00');
    const terminated = client.next('terminated');
    await client.request('continue', { threadId: 1 });
    await terminated;
    await client.request('disconnect');
    assert.equal(await exit(), 0);
    assert.equal(errors, '');
  });

  it('leaves no process when it is left in the middle of a run', async () => {
    start();
    await launch({ tokens: 100 });
    await client.request('continue', { threadId: 1 });
    await client.request('disconnect');
    assert.equal(await exit(), 0);
  });

  it('leaves no process when the editor is gone', async () => {
    start();
    await launch({ tokens: 100 });
    await client.request('continue', { threadId: 1 });
    adapter?.stdin?.end();
    assert.equal(await exit(), 0);
  });

  it('leaves no process when it is told to end', async () => {
    start();
    await launch({ tokens: 100 });
    adapter?.kill('SIGTERM');
    assert.equal(await exit(), 0);
  });

  it('leaves no worker when it is left in the middle of a run inside an editor', async () => {
    const target = reference();
    assert.ok(target);
    const before = workers();
    const conversation = await Conversation.launch({ ...tiny, tokens: 100 }, { target });
    await conversation.stop('configurationDone');
    assert.equal(workers(), before + 1);
    await conversation.client.request('continue', { threadId: 1 });
    await conversation.close();
    assert.equal(workers(), before);
  });

  it('has the same conversation with the engine in a worker, and leaves none', async () => {
    const target = reference();
    assert.ok(target);
    const before = workers();
    const conversation = new Conversation({ target });
    const transcript = await tinyConversation(conversation, 'reference');
    checkGolden(path.join(__dirname, 'golden', 'tiny.golden.txt'), transcript);
    await conversation.closed;
    assert.equal(workers(), before);
  });
});

/** Worker threads of this process. */
function workers(): number {
  return (process.report.getReport() as { workers: unknown[] }).workers.length;
}
