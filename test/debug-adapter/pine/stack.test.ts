import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import { MailboxClient, type Look } from '../../../debug-adapter/mailbox/client';
import { findMailbox } from '../../../debug-adapter/mailbox/find';
import { until } from '../../../debug-adapter/mailbox/layout';
import type { Status } from '../../../debug-adapter/mailbox/status';
import { waitFor } from '../../../debug-adapter/waits/waitFor';
import { pineDial } from '../../../debug-adapter/node/pineSocket';
import { PineClient } from '../../../debug-adapter/pine/client';
import { PineCommands } from '../../../debug-adapter/pine/commands';
import { PineMemory } from '../../../debug-adapter/pine/memory';
import { MemorySource } from '../../../disc/byteSource';
import { imageInMemory } from '../../../disc/imageBytes';
import { Engine } from '../../../model/engine/engine';
import { cachedParts } from '../../../model/engine/partCache';
import { bootFiles } from '../../../image/bootFiles';
import { openModel } from '../../../model/openModel';
import { compilePlan } from '../../../model/plan/compile';
import type { Plan } from '../../../model/plan/plan';
import { greedy, type RunSettings } from '../../../model/plan/runSettings';
import type { ConsoleClient } from '../../../ps2/worker/consoleClient';
import { startConsoleHere } from '../../../ps2/node/consoleHere';
import { servePine, type PineServer } from '../../../ps2/node/pineServer';
import { PineConsole } from '../../../ps2/pine/pineConsole';
import { pinePlace } from '../../../ps2/pine/place';
import { projectRoot } from '../../support/project';
import { prebuiltElf } from '../consoleTarget';

const steps = 20;
const settings: RunSettings = { ...greedy, prompt: [1, 300, 301], maxTokens: 2, waitForDebuggerMs: 600_000 };

describe('the built-in console behind PINE', function () {
  this.timeout(120_000);
  let folder: string;
  let plan: Plan;
  let engine: Engine;
  let console: ConsoleClient;
  let machine: PineConsole;
  let server: PineServer;
  let client: PineClient;
  let memory: PineMemory;
  let running: Promise<unknown>;
  let mailbox: MailboxClient;
  let saves = 0;
  const ending = new AbortController();

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-pine-'));
    const psnt = new Uint8Array(await readFile(path.join(projectRoot, 'samples/tiny/tiny.psnt')));
    const model = await openModel(new MemorySource(psnt), 'tiny.psnt');
    plan = compilePlan(model);
    const elf = new Uint8Array(await readFile(prebuiltElf));
    const files = await bootFiles({ model, plan, run: settings, elf });
    const { bytes } = await imageInMemory(files, { volume: 'PS2ML', discType: 'dvd' });
    const image = path.join(folder, 'tiny.iso');
    writeFileSync(image, bytes);
    engine = new Engine({ plan, loader: cachedParts(model, plan), settings, mode: 'ee' });

    console = startConsoleHere(() => undefined);
    const { program } = await console.ask('boot', { image, options: { discType: 'dvd' } });
    const texts = { version: 'PS2 ML', title: 'tiny', id: program, uuid: '00000000', gameVersion: '1.00' };
    machine = new PineConsole({ ask }, texts);
    running = machine.run(ending.signal);
    const place = pinePlace('linux', { XDG_RUNTIME_DIR: folder }, 28100);
    server = await servePine(place, machine);
    client = new PineClient(pineDial([server.place]), 10_000);
    memory = new PineMemory(client);
  });
  after(async () => {
    ending.abort();
    await running;
    client.close();
    await server.close();
    await console.close();
    rmSync(folder, { recursive: true });
  });

  /** Asks the console, and notices when a state has been saved. */
  const ask: ConsoleClient['ask'] = async (name, request) => {
    const answer = await console.ask(name, request);
    if (name === 'save') saves++;
    return answer;
  };
  const wait = <T>(what: string, probe: () => Promise<T | undefined>): Promise<T> =>
    waitFor(probe, {
      what,
      limitMs: 100_000,
      advice: 'see whether the console runs',
      pause: () => sleep(2),
      clock: () => performance.now(),
    });
  /** Looks until the command is taken and the program stands still. */
  const stopped = (): Promise<Status> =>
    wait('the program to stop', async () => {
      const look: Look = await mailbox.look();
      await mailbox.beat();
      if (!mailbox.settled(look)) return undefined;
      assert.notEqual(look.status?.state, 'failed', look.status?.error);
      return look.status?.state === 'stopped' ? look.status : undefined;
    });

  it('has the texts and the state of a game', async () => {
    const commands = new PineCommands(client);
    assert.equal(await commands.id(), 'PSML_000.01');
    assert.equal(await commands.state(), 'running');
  });

  it('has a mailbox that is found by searching all of RAM', async () => {
    const address = await wait('the mailbox', () => findMailbox(memory));
    mailbox = await MailboxClient.attach(memory, address);
    assert.equal((await stopped()).stop, 'entry');
    await mailbox.setHostLimit(600_000);
    assert.equal(mailbox.identity.operations, plan.operations.length);
  });

  it(`steps ${steps} operations, each with the output of the engine, bit for bit`, async () => {
    await engine.preload();
    for (let step = 0; step < steps; step++) {
      const { pass, first, count, operation } = engine.position();
      const { output, id, tail } = plan.operations[operation] ?? assert.fail('no such operation');
      await engine.step();
      await mailbox.send('run', until.operation);
      const { position, stop } = await stopped();
      assert.equal(stop, 'step', id);
      const next = engine.position();
      assert.deepEqual(
        [position.pass, position.first, position.count, position.operation],
        [next.pass, next.first, next.count, next.operation],
      );
      for (let row = tail ? count - 1 : 0; row < count; row++) {
        const index = { pass: row, position: first + row, none: 0 }[output.index];
        const address = output.address + index * output.stride;
        const expected = engine.readMemory(address, output.cols * 4);
        const found = await memory.read(address, output.cols * 4);
        assert.ok(
          expected.some((byte) => byte !== 0),
          `${id} has put something out`,
        );
        assert.ok(Buffer.compare(expected, found) === 0, `pass ${pass}, ${id}, row ${row} differs`);
      }
    }
  });

  it('goes back to a saved state, mailbox and all', async () => {
    const commands = new PineCommands(client);
    const before = engine.position().operation;
    await commands.saveState(1);
    // It is only queued: what changes before it is done would be saved, too.
    await wait('the save', () => Promise.resolve(saves > 0 || undefined));
    await mailbox.send('run', until.operation);
    assert.notEqual((await stopped()).position.operation, before);
    await commands.loadState(1);
    const back = await wait('the old state', async () => {
      const { status } = await mailbox.look();
      return status?.position.operation === before ? status : undefined;
    });
    assert.equal(back.state, 'stopped');
  });

  it('says so when the server goes away, and goes on when it is back', async () => {
    await server.close();
    await assert.rejects(
      mailbox.look(),
      /^PineError: (The connection to PCSX2 ended|PCSX2 does not listen at)/,
    );
    await assert.rejects(mailbox.look(), /^PineError: PCSX2 does not listen at .*pcsx2\.sock\.28100/);
    server = await servePine(server.place, machine);
    assert.equal((await mailbox.look()).status?.state, 'stopped');
  });
});
