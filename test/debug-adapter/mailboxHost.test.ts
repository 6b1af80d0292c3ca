import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MailboxClient } from '../../debug-adapter/mailbox/client';
import { failureOf } from '../../debug-adapter/mailbox/host/failure';
import { findProgram } from '../../debug-adapter/mailbox/host/findProgram';
import { MailboxHost } from '../../debug-adapter/mailbox/host/mailboxHost';
import { MailboxReports } from '../../debug-adapter/mailbox/host/mailboxReports';
import { LogitsWatch } from '../../debug-adapter/mailbox/host/logitsWatch';
import { StackMark } from '../../debug-adapter/mailbox/host/stackMark';
import { offsets } from '../../debug-adapter/mailbox/layout';
import { planOf } from '../../project/program/plan';
import { inProcessConsoles } from '../../debug-adapter/node/consoleWorker';
import { ConsoleTarget } from '../../debug-adapter/targets/console';
import type { ConsoleStarter } from '../../debug-adapter/targets/consoleMachine';
import { Stages } from '../../debug-adapter/targets/stages';
import type { TargetEvent } from '../../debug-adapter/targets/target';
import { tinyModel } from '../../model/convert/tiny';
import { greedy } from '../../model/plan/runSettings';
import { Consoles, prebuiltElf } from './consoleTarget';
import { capacities, MailboxProgram, places } from './mailboxProgram';

const plan = planOf(tinyModel());

describe('the host of a mailbox', () => {
  let program: MailboxProgram;
  let told: TargetEvent[];
  beforeEach(() => {
    program = new MailboxProgram();
    told = [];
  });
  const reports = (): MailboxReports => new MailboxReports(plan, (event) => void told.push(event));
  async function host(stack?: StackMark): Promise<MailboxHost> {
    const mailbox = await MailboxClient.attach(program, places.block);
    return new MailboxHost(
      program,
      mailbox,
      plan,
      reports(),
      stack && { stack, logits: new LogitsWatch(program, plan) },
    );
  }
  function say(sentence: string): void {
    const bytes = new TextEncoder().encode(sentence);
    program.bytes.set(bytes, places.block + offsets.errorText);
    program.set(offsets.errorBytes, bytes.length);
  }

  it('says why a program has failed although a command is open', async () => {
    const own = await host();
    own.pause();
    assert.equal(await own.pauseWhenFree(), true);
    say('WEIGHTS.BIN: the disc is scratched.');
    program.setStatus('failed', 0);
    const outcome = own.outcomeOf(await own.look(true));
    assert.deepEqual(outcome, { type: 'failed', message: 'WEIGHTS.BIN: the disc is scratched.' });
  });

  it('takes a text that ended before it could be paused for one that has ended', async () => {
    const own = await host();
    own.pause();
    await own.pauseWhenFree();
    program.setStatus('ended', 2);
    assert.equal(own.outcomeOf(await own.look(true)), undefined, 'not taken yet');
    program.takeCommand(3);
    assert.equal(own.outcomeOf(await own.look(true))?.type, 'ended');
    await own.client.send('run');
    program.takeCommand(3);
    const look = await own.look(true);
    assert.throws(() => own.outcomeOf(look), /"run": not possible in its current state/);
  });

  it('gives up a pause that comes as the program stops or ends by itself', async () => {
    for (const state of ['stopped', 'ended'] as const) {
      const own = await host();
      own.pause();
      await own.pauseWhenFree();
      program.setStatus(state, 2);
      const look = await own.look(true);
      assert.equal(own.outcomeOf(look), undefined, 'not read yet');
      own.standsAtWait(look);
      assert.equal(own.outcomeOf(look)?.type, state);
      // The next command takes its place.
      await own.client.send('run');
      program.takeCommand();
      assert.equal(own.client.settled(await own.look(true)), true);
    }
  });

  it('asks for a pause once, when no other command is open, and forgets it when the program is let go on', async () => {
    const own = await host();
    await own.run({ kind: 'end' });
    own.pause();
    assert.equal(await own.pauseWhenFree(), false);
    program.takeCommand();
    own.outcomeOf(await own.look(true));
    assert.equal(await own.pauseWhenFree(), true);
    assert.equal(await own.pauseWhenFree(), false);
    own.pause();
    own.resumes();
    program.takeCommand();
    own.outcomeOf(await own.look(true));
    assert.equal(await own.pauseWhenFree(), false);
  });

  it('takes over: breakpoints and aims of an earlier host stop nothing', async () => {
    program.bytes.fill(0xff, places.breakpoints, places.breakpoints + capacities.bitmap);
    program.bytes.fill(0xff, places.until, places.until + capacities.bitmap);
    program.set(offsets.stopFirst, 7);
    program.set(offsets.stopLast, 7);
    await (await host()).takeOver();
    for (const place of [places.breakpoints, places.until]) {
      const bitmap = program.bytes.subarray(place, place + capacities.bitmap);
      assert.ok(bitmap.every((byte) => byte === 0));
    }
    assert.deepEqual([program.get(offsets.stopFirst), program.get(offsets.stopLast)], [0, 0xffffffff]);
  });

  it('answers why a program has failed, and nothing while it runs or has no mailbox', async () => {
    const place = { port: program, mailbox: places.block };
    assert.equal(await failureOf(place), undefined);
    say('The disc is gone.');
    assert.equal(await failureOf(place), undefined, 'an earlier sentence is no failure');
    program.setStatus('failed', 0);
    assert.equal(await failureOf(place), 'The disc is gone.');
    program.bytes.fill(0, places.block, places.block + 16);
    assert.equal(await failureOf(place), undefined);
    assert.equal(await MailboxHost.find(place, plan, reports()), undefined);
  });

  it('shows what a program has logged that fails while it loads', async () => {
    const line = 'tray is open\n';
    program.bytes.set(new TextEncoder().encode(line), places.log);
    program.set(offsets.logWritten, line.length);
    say('The disc is gone.');
    program.setStatus('failed', 0);
    const stages = new Stages(() => undefined, 1000, new AbortController().signal);
    const found = findProgram({ port: program, mailbox: places.block }, plan, stages, reports());
    await assert.rejects(found, /^Error: The disc is gone\.$/);
    assert.deepEqual(told, [{ type: 'log', text: line }]);
  });

  it('knows a plan as soon as it is loaded: a program may wait for us to read its weights', async () => {
    program.setStatus('loading', 0);
    program.set(offsets.planAddress, 0x9000);
    program.between = () => program.set(offsets.heartbeat, program.get(offsets.heartbeat) + 1);
    const stages = new Stages(() => undefined, 1000, new AbortController().signal);
    const found = findProgram({ port: program, mailbox: places.block }, plan, stages, reports());
    await assert.rejects(found, /^Error: The program runs another plan than /);
  });

  it('paints no stack that a program may stand on: not one of version 1.1, and none that has a plan', async () => {
    const region = { start: 0x8000, end: 0x8100 };
    const isPainted = (): boolean => program.bytes[region.start] === 0x5e;
    for (const [version, address, paints] of [
      [0x00010000, 0, true],
      [0x00010000, 0x9000, false],
      [0x00010001, 0, false],
    ] as const) {
      program = new MailboxProgram();
      program.set(offsets.version, version);
      program.set(offsets.planAddress, address);
      program.setStatus('loading', 0);
      await (await host(new StackMark(program, region))).look(true);
      assert.equal(isPainted(), paints);
    }
    // It has painted by itself, and 8 bytes are in use.
    const own = await host(new StackMark(program, region));
    program.bytes.fill(0x5e, region.start, region.end - 8);
    program.setStatus('running', 0);
    await own.look(true);
    assert.deepEqual(told.at(-1), { type: 'trace', events: [{ type: 'stack', bytes: 8 }] });
  });
});

describe('the built-in console, as every other target', function () {
  this.timeout(600_000);
  const consoles = new Consoles();
  const start = inProcessConsoles({ elf: prebuiltElf, images: consoles.images });
  after(() => consoles.remove());
  const run = { ...greedy, prompt: [1], maxTokens: 2, stopIds: [] };
  const model = tinyModel();
  const programOf = (other = model) => ({
    model: other,
    plan: planOf(other),
    arithmetic: 'ee' as const,
  });

  it('refuses a program that runs another plan', async () => {
    const other = programOf(tinyModel({ layers: 3, uniqueLayers: 3 }));
    const boot: ConsoleStarter = (_program, ...more) => start(other, ...more);
    const target = new ConsoleTarget(programOf(), boot);
    await assert.rejects(
      target.launch(run, new AbortController().signal),
      /^Error: The program runs another plan than /,
    );
    await target.dispose();
  });

  it('ends with a sentence when it is gone at the next step', async () => {
    let off = (): Promise<void> => Promise.resolve();
    const boot: ConsoleStarter = async (...args) => {
      const booted = await start(...args);
      off = () => booted.client.close();
      return booted;
    };
    const target = new ConsoleTarget(programOf(), boot);
    await target.launch(run, new AbortController().signal);
    const failed = new Promise<string>((resolve) => {
      target.onEvent((event) => {
        if (event.type === 'failed') resolve(event.message);
      });
    });
    await off();
    await target.resume({ kind: 'operation' });
    assert.notEqual(await failed, '');
    await target.dispose();
  });
});
