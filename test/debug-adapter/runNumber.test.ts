import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, it } from 'mocha';
import { inProcessConsoles } from '../../debug-adapter/node/consoleWorker';
import { MailboxClient } from '../../debug-adapter/mailbox/client';
import { mailboxSymbol } from '../../debug-adapter/mailbox/layout';
import type { ConsoleStarter } from '../../debug-adapter/targets/consoleMachine';
import { consolePort } from '../../debug-adapter/targets/consolePort';
import { readElf } from '../../ee/elf';
import { tinyModel } from '../../model/convert/tiny';
import { greedy } from '../../model/plan/runSettings';
import { planOf } from '../../project/program/plan';
import { startConsoleHere } from '../../ps2/node/consoleHere';
import { Consoles, prebuiltElf } from './consoleTarget';

const bytes = new Uint8Array(readFileSync(prebuiltElf));
const address =
  readElf(bytes, 'ps2ml.elf').symbols.find(({ name }) => name === mailboxSymbol)?.address ??
  assert.fail('no mailbox');
/** Enough for the program to set up its mailbox. */
const startCycles = 3_000_000;

describe('the run number', function () {
  this.timeout(60_000);
  const consoles = new Consoles();
  after(() => consoles.remove());
  const starter = (): ConsoleStarter => inProcessConsoles({ elf: prebuiltElf, images: consoles.images });

  async function runNumber(start: ConsoleStarter): Promise<number> {
    const model = tinyModel();
    const program = { model, plan: planOf(model), arithmetic: 'ee' as const };
    const run = { ...greedy, prompt: [1], maxTokens: 2, stopIds: [] };
    const { signal } = new AbortController();
    const quiet = { onReport: () => undefined, progress: () => undefined, signal };
    const { client } = await start(program, run, quiet);
    await client.ask('run', { maxCycles: startCycles });
    const mailbox = await MailboxClient.attach(consolePort(client), address);
    await client.close();
    return mailbox.identity.runNumber;
  }

  it('differs between the starts of a session, and is the same for the same start of another', async () => {
    const [start, other] = [starter(), starter()];
    const first = await runNumber(start);
    const second = await runNumber(start);
    assert.notEqual(first, second);
    assert.equal(await runNumber(other), first);
    assert.equal(await runNumber(other), second);
  });

  it('shows a debugger that the program was started again in the same memory', async () => {
    const client = startConsoleHere(() => undefined);
    const execute = async (): Promise<void> => {
      await client.ask('execute', { bytes, words: ['host:ps2ml.elf'] });
      await client.ask('run', { maxCycles: startCycles });
    };
    await client.ask('start', { options: {} });
    await execute();
    const mailbox = await MailboxClient.attach(consolePort(client), address);
    await mailbox.look();
    await execute();
    await assert.rejects(mailbox.look(), /^MailboxError: The program was restarted: restart the session\.$/);
    await client.close();
  });
});
