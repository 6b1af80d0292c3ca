import assert from 'node:assert/strict';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { inProcessConsoles } from '../../../debug-adapter/node/consoleWorker';
import type { Program } from '../../../project/program/program';
import { Consoles, prebuiltElf } from '../consoleTarget';
import { Conversation, tiny } from '../conversation';
import { checkGolden } from '../goldenFile';
import { Transcript } from '../transcript';
import { faults } from './faults';
import { FaultyConsole, PlanFields, type RamFault } from './planting';

const launch = {
  ...{ ...tiny, target: 'built-in', prompt: 'One', tokens: 2 },
  ...{ layout: 'streamed', arithmeticVersion: 1 },
};

describe('Compare with the Reference in a session', function () {
  this.timeout(180_000);
  let consoles: Consoles;
  before(() => (consoles = new Consoles()));
  after(() => consoles.remove());

  const faultNamed = (words: string): RamFault =>
    faults(({ planBytes }) => new PlanFields(planBytes)).find(({ name }) => name.includes(words))?.ram ??
    assert.fail(words);

  /** A conversation with a console in whose RAM a fault is planted, if any. */
  const conversationWith = (fault?: RamFault): Conversation => {
    const start = inProcessConsoles({ elf: prebuiltElf, images: consoles.images });
    const target = (program: Program): FaultyConsole => {
      const console = new FaultyConsole(program, start).watch();
      console.fault = fault;
      return console;
    };
    return new Conversation({ target, targetName: 'built-in' });
  };

  it('stops behind the operation at fault, as written down', async () => {
    const conversation = conversationWith(faultNamed('angles of the next position'));
    const transcript = new Transcript(conversation);
    await conversation.initialize();
    await conversation.client.request('launch', launch);
    await transcript.stop('configurationDone');
    await transcript.stop('ps2ml/compareWithReference');
    await transcript.stop('next');
    await conversation.close();
    assert.deepEqual(conversation.faults, []);
    checkGolden(path.join(__dirname, '..', 'golden', 'divergence.golden.txt'), transcript.text);
  });

  it('runs to the end of a clean run, from its beginning by "compareWith"', async () => {
    const conversation = conversationWith();
    await conversation.initialize();
    await conversation.client.request('launch', { ...launch, compareWith: 'reference' });
    await conversation.end('configurationDone');
    const said = (conversation.bodies('output') as DebugProtocol.OutputEvent['body'][])
      .map(({ output }) => output)
      .join('');
    assert.match(said, /Nothing differs from the reference in \d{3} operations\./);
    assert.deepEqual(conversation.bodies('stopped'), []);
    await conversation.close();
  });

  it('goes on from a stop under way, and pause ends it', async () => {
    const conversation = conversationWith();
    await conversation.initialize();
    await conversation.client.request('launch', { ...launch, tokens: 60 });
    await conversation.stop('configurationDone');
    await conversation.stop('ps2ml/stepToken');
    const { client } = conversation;
    const continued = client.next('continued');
    await client.request('ps2ml/compareWithReference', { threadId: 1 });
    await continued;
    const { reason } = await conversation.stop('pause');
    assert.equal(reason, 'pause');
    await conversation.stop('next');
    await conversation.close();
    assert.deepEqual(conversation.faults, []);
  });

  it('refuses to compare behind the end of the run, with what to do', async () => {
    const conversation = conversationWith();
    await conversation.initialize();
    await conversation.client.request('launch', { ...launch, tokens: 1, stopAtEnd: true });
    await conversation.stop('configurationDone');
    await conversation.stop('continue');
    const { success, message = '' } = await conversation.client.ask('ps2ml/compareWithReference');
    assert.equal(success, false);
    assert.match(message, /nothing left to compare: go back to its beginning with Reverse/);
    await conversation.close();
  });

  it('refuses a value of "compareWith" that it does not know', async () => {
    const conversation = conversationWith();
    await conversation.initialize();
    const { success, message = '' } = await conversation.client.ask('launch', {
      ...launch,
      compareWith: 'ieee',
    });
    assert.equal(success, false);
    assert.match(message, /compareWith/);
    await conversation.close();
  });
});
