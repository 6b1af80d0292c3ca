import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, afterEach, before, describe, it } from 'mocha';
import { tokensBytesOf } from '../../../image/bootFiles';
import { planOf } from '../../../project/program/plan';
import { openFile } from '../../../project/program/node/files';
import { HostFiles, sourceFile, type VirtualFile } from '../../../debug-adapter/ps2link/hostFiles';
import { CommandLine, FileLine } from '../../../debug-adapter/ps2link/node/connection';
import { ps2linkTargets } from '../../../debug-adapter/ps2link/node/target';
import { MemorySource } from '../../../disc/byteSource';
import { bootFiles } from '../../../image/bootFiles';
import { namedLayouts } from '../../../model/plan/discLayout';
import { openModel, openTokenizer } from '../../../model/openModel';
import { greedy } from '../../../model/plan/runSettings';
import { ps2ml } from '../../cli/terminal';
import { prebuiltElf } from '../consoleTarget';
import { Conversation, tiny } from '../conversation';
import { freeUdp, LinkConsoles, type Ports } from './console';
import { Wire } from './wire';

const local = { address: '127.0.0.1', bind: '127.0.0.1', resetMs: 50 };
/** The first word of commands (docs/ps2link.md). */
const [reset, execee] = [0xbabe0201, 0xbabe0203];

describe('an attach to a console with ps2link', function () {
  this.timeout(600_000);
  let consoles: LinkConsoles;
  // A program that reads its weights for each token still runs when somebody comes.
  const layout = 'streamed';
  let image: string;
  let talks: Conversation[] = [];
  let wire: Wire;
  let commands: number[] = [];
  let ends: (() => Promise<void>)[] = [];
  before(async () => {
    consoles = new LinkConsoles();
    image = path.join(consoles.folder, 'tiny.iso');
    const built = await ps2ml([
      'build',
      tiny.program,
      '-o',
      image,
      '--prompt',
      tiny.prompt,
      '--tokens',
      '200',
      '--layout',
      layout,
    ]);
    assert.equal(built.code, 0, built.err);
  });
  afterEach(async () => {
    for (const { session } of talks) session.shutdown();
    for (const end of ends) await end();
    wire.close();
    await consoles.stop();
    for (const { faults } of talks) assert.deepEqual(faults, []);
    [talks, commands, ends] = [[], [], []];
  });
  after(() => consoles.remove());

  /** A console, and the network to it, which writes down each command. */
  async function switchOn(disc?: string): Promise<Ports> {
    wire = await Wire.to(await consoles.start(disc), {
      command: (bytes) => {
        commands.push(bytes.readUInt32BE(0));
        return [bytes];
      },
    });
    return wire.near;
  }

  async function talk(
    request: 'launch' | 'attach',
    ports: Ports,
    link: object,
    more: object,
  ): Promise<Conversation> {
    const target = ps2linkTargets({ elf: prebuiltElf, images: consoles.folder });
    const conversation = new Conversation({ target, targetName: 'ps2link' });
    talks.push(conversation);
    await conversation.initialize();
    await conversation.client.request(request, {
      program: tiny.program,
      tokenizer: tiny.tokenizer,
      target: 'ps2link',
      startTimeout: 60,
      layout,
      // The log comes to the test, which sees by it that the program runs.
      ps2link: { ...local, ...ports, logPort: await freeUdp(), ...link },
      ...more,
    });
    return conversation;
  }
  const attach = (ports: Ports, link: object = {}, more: object = {}): Promise<Conversation> =>
    talk('attach', ports, link, more);

  async function leave(conversation: Conversation): Promise<void> {
    await conversation.client.request('disconnect');
    await conversation.closed;
  }

  /** The program writes so many characters. */
  async function writes(ports: Ports, characters: number): Promise<void> {
    const log = createSocket('udp4');
    await new Promise<void>((resolve) => log.bind(ports.logPort, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => {
      let heard = 0;
      log.on('message', (bytes) => {
        heard += bytes.length;
        if (heard >= characters) resolve();
      });
    });
    await new Promise<void>((resolve) => log.close(() => resolve()));
  }

  async function tokens(conversation: Conversation): Promise<string> {
    const found = (await conversation.scope('Pass')).find(({ name }) => name === 'tokens');
    return found?.value ?? '';
  }

  /** What the reference engine writes. */
  async function expected(prompt: string, count: number): Promise<string> {
    const conversation = await Conversation.launch({ ...tiny, prompt, tokens: count });
    await conversation.stop('configurationDone');
    await conversation.end('continue');
    await conversation.close();
    return conversation.text;
  }

  it('finds a program that a session left running from its disc, again and again, without a reset', async () => {
    const ports = await switchOn(image);
    const disc = { files: 'disc' };
    const launch = { prompt: tiny.prompt, tokens: 200, onDisconnect: 'keepRunning' };
    const first = await talk('launch', ports, disc, launch);
    await first.stop('configurationDone');
    await leave(first);
    const [resets, starts] = [reset, execee].map((id) => commands.filter((command) => command === id).length);
    assert.deepEqual([resets, starts], [1, 1]);
    commands = [];
    let known = 0;
    for (let round = 0; round < 2; round++) {
      await writes(ports, 20);
      const again = await attach(ports, disc);
      await again.stop('configurationDone');
      const text = await tokens(again);
      assert.match(text, /^\d+ tokens "Once upon a time/);
      const count = Number.parseInt(text, 10);
      assert.ok(count > known, `${count} tokens, after ${known}: it ran on`);
      known = count;
      const before = await again.place();
      await again.stop('next');
      assert.notEqual(await again.place(), before);
      await leave(again);
    }
    // With a prompt it begins anew, and what it computes is right.
    const anew = await attach(ports, disc, { prompt: 'A dragon', tokens: 3 });
    await anew.stop('configurationDone');
    await anew.end('continue');
    assert.equal(anew.text, await expected('A dragon', 3));
    assert.deepEqual(commands, [], 'nothing was said to ps2link itself');
  });

  it('finds one that reads the model from this PC, which waits for its files meanwhile', async () => {
    const ports = await switchOn();
    const launch = { prompt: tiny.prompt, tokens: 12, onDisconnect: 'keepRunning' };
    const first = await talk('launch', ports, {}, launch);
    await first.stop('configurationDone');
    await first.stop('ps2ml/stepToken');
    await leave(first);
    commands = [];
    await sleep(1000);
    const again = await attach(ports);
    await again.stop('configurationDone');
    await again.end('continue');
    const told = again.trace.flatMap((event) => (event.type === 'token' ? [event.id] : []));
    assert.ok(told.length > 0);
    const whole = await expected(tiny.prompt, 12);
    assert.ok(again.text !== '' && whole.endsWith(again.text), `${again.text} of ${whole}`);
    assert.deepEqual(commands, []);
  });

  /** A client of ps2link that knows nothing of debuggers: starts the program with the model, and serves its files. */
  async function otherClient(ports: Ports): Promise<() => Promise<void>> {
    const elf = new Uint8Array(await readFile(prebuiltElf));
    const [model, tokenizer] = [await openFile(tiny.program), await openFile(tiny.tokenizer)];
    const opened = await openModel(model.source, model.label);
    const words = await openTokenizer(tokenizer.source, tokenizer.label, () => Promise.resolve(undefined));
    const plan = planOf(opened, { layout: namedLayouts[layout], tokensBytes: tokensBytesOf(words) });
    const prompt = words.encodePrompt(tiny.prompt);
    const run = { ...greedy, prompt, maxTokens: 200, stopIds: [], waitForDebuggerMs: 0 };
    const made = await bootFiles({ model: opened, plan, tokenizer: words, run, elf }, {});
    const files = new Map<string, VirtualFile>(
      made.map(({ name, source }) => [name, () => sourceFile(source)]),
    );
    files.set('ps2ml.elf', () => sourceFile(new MemorySource(elf)));
    const host = new HostFiles(files, undefined, () => undefined);
    const place = { console: '127.0.0.1', ...local, ...ports, logPort: await freeUdp() };
    const line = await FileLine.open(place, host, new AbortController().signal);
    const commandLine = await CommandLine.open(place, () => undefined);
    await commandLine.send({ kind: 'execee', words: ['host:ps2ml.elf'] });
    while (!host.wasOpened('WEIGHTS.BIN')) await sleep(20);
    let isOver = false;
    const end = async (): Promise<void> => {
      if (isOver) return;
      isOver = true;
      await line.close();
      commandLine.close();
      await Promise.all([model.close(), tokenizer.close()]);
    };
    ends.push(end);
    return end;
  }

  it('takes a program that another client has started, while that client is still there', async () => {
    const ports = await switchOn();
    const end = await otherClient(ports);
    commands = [];
    const session = await attach(ports);
    await session.stop('configurationDone');
    assert.match(await tokens(session), /^\d+ tokens "Once upon a time/);
    await session.stop('ps2ml/stepToken');
    await leave(session);
    await end();
    const again = await attach(ports, {}, { prompt: 'A dragon', tokens: 3 });
    await again.stop('configurationDone');
    await again.end('continue');
    assert.equal(again.text, await expected('A dragon', 3));
    assert.deepEqual(commands, []);
  });

  it('refuses another model in words, gives it no weights, and leaves the program as it was', async () => {
    const ports = await switchOn();
    const end = await otherClient(ports);
    commands = [];
    await assert.rejects(
      attach(ports, {}, { layout: 'resident' }),
      /The program runs another plan than tiny\.psnt/,
    );
    const right = await attach(ports);
    await right.stop('configurationDone');
    await right.stop('next');
    assert.deepEqual(commands, []);
    await end();
  });

  it('says what is needed where no program looks for its debugger', async () => {
    const ports = await switchOn();
    await assert.rejects(
      attach(ports, {}, { startTimeout: 1 }),
      /Timed out after 1 s waiting for the program to look for its debugger.*started from "host:"/,
    );
    assert.deepEqual(commands, []);
  });
});
