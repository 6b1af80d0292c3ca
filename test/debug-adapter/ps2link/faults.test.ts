// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { CommandLine, FileLine, routed } from '../../../debug-adapter/ps2link/node/connection';
import { broadcastAddressesOf } from '../../../debug-adapter/ps2link/node/interfaces';
import { MemorySource } from '../../../disc/byteSource';
import { encodeFileRequest } from '../../../ps2/ps2link/wire';
import { HostFiles, sourceFile } from '../../../debug-adapter/ps2link/hostFiles';
import { MemoryRescue } from '../../../debug-adapter/ps2link/memoryRescue';
import { ps2linkTargets } from '../../../debug-adapter/ps2link/node/target';
import { ps2ml } from '../../cli/terminal';
import { prebuiltElf } from '../consoleTarget';
import { Conversation, tiny } from '../conversation';
import { freeUdp, LinkConsoles, type Ports } from './console';
import { Wire, type WireFaults } from './wire';

const local = { address: '127.0.0.1', bind: '127.0.0.1', resetMs: 50 };

describe('a console with ps2link', function () {
  this.timeout(120_000);
  let consoles: LinkConsoles;
  let talks: Conversation[] = [];
  let wires: Wire[] = [];
  before(() => (consoles = new LinkConsoles()));
  afterEach(async () => {
    for (const { session } of talks) session.shutdown();
    for (const wire of wires) wire.close();
    await consoles.stop();
    for (const { faults } of talks) assert.deepEqual(faults, []);
    [talks, wires] = [[], []];
  });
  after(() => consoles.remove());

  /** A session up to its launch. */
  async function launch(ports: Ports, link: object = {}, more: object = {}): Promise<Conversation> {
    const target = ps2linkTargets({ elf: prebuiltElf, images: consoles.folder });
    const conversation = new Conversation({ target, targetName: 'ps2link' });
    talks.push(conversation);
    await conversation.initialize();
    const ps2link = { ...local, ...ports, ...link };
    await conversation.client.request('launch', {
      ...tiny,
      tokens: 4,
      target: 'ps2link',
      startTimeout: 20,
      ps2link,
      ...more,
    });
    return conversation;
  }

  async function wireTo(ports: Ports, faults: WireFaults = {}): Promise<Wire> {
    const wire = await Wire.to(ports, faults);
    wires.push(wire);
    return wire;
  }

  /** The session stops, steps and runs to its end. */
  async function works(conversation: Conversation): Promise<void> {
    assert.equal((await conversation.stop('configurationDone')).reason, 'entry');
    assert.equal((await conversation.stop('next')).reason, 'step');
    await conversation.end('continue');
    assert.equal(conversation.trace.filter(({ type }) => type === 'token').length, 4);
  }

  it('is resumed after the end of a session as one that runs, or reset', async () => {
    const ports = await consoles.start();
    await works(await launch(ports));
    talks[0]?.session.shutdown();
    await talks[0]?.closed;
    // The same console, the same ports: nothing of the first session is left.
    await works(await launch(ports));
  });

  it('reads the model from the disc in its drive, and takes the prompt of the session', async () => {
    const image = path.join(consoles.folder, 'tiny.iso');
    const built = await ps2ml(['build', tiny.program, '-o', image, '--prompt', 'Another', '--tokens', '2']);
    assert.equal(built.code, 0, built.err);
    const conversation = await launch(await consoles.start(image), { files: 'disc' });
    await works(conversation);
    const fromPc = await launch(await consoles.start());
    await works(fromPc);
    assert.equal(conversation.text, fromPc.text);
    const read = conversation.trace.find(({ type }) => type === 'read');
    assert.ok(read?.type === 'read' && read.lba !== undefined && read.lba > 261, 'where it lies on the disc');
  });

  it('is debugged beside another one', async () => {
    const [a, b] = [await launch(await consoles.start()), await launch(await consoles.start())];
    await Promise.all([works(a), works(b)]);
    assert.equal(a.text, b.text);
  });

  it('gives memory to the debugger when no program does', async () => {
    const ports = await consoles.start();
    const place = { console: '127.0.0.1', ...local, ...ports };
    const commands = await CommandLine.open(place, () => undefined);
    const rescue = new MemoryRescue((command) => commands.send(command), 'x.');
    const files = new HostFiles(
      new Map(Object.entries(rescue.files).map(([name, file]) => [`x.${name}`, file])),
      undefined,
      (line) => assert.fail(line),
    );
    const line = await FileLine.open(place, files, new AbortController().signal);
    const bytes = Uint8Array.from({ length: 40_000 }, (_, i) => i * 7);
    await rescue.write(0x180000, bytes);
    assert.deepEqual(await rescue.read(0x180000, bytes.length), bytes);
    await line.close();
    commands.close();
  });

  for (const [name, faults] of Object.entries<WireFaults>({
    'the first command of each kind is lost': { command: lossOfFirst() },
    'every command comes twice': { command: (bytes) => [bytes, bytes] },
    'everything is late': { lateMs: 2 },
    'what it sends comes in single bytes': {
      fromConsole: (bytes) => (bytes.length > 600 ? [bytes] : [...bytes].map((byte) => Buffer.of(byte))),
    },
  })) {
    it(`works although ${name}`, async () => {
      const wire = await wireTo(await consoles.start(), faults);
      await works(await launch(wire.near));
    });
  }

  it('goes on where it was when the cable was out and back', async () => {
    const wire = await wireTo(await consoles.start());
    const conversation = await launch(wire.near);
    await conversation.stop('configurationDone');
    wire.pull();
    const stopped = conversation.stop('next');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    wire.mend();
    assert.equal((await stopped).reason, 'step');
  });

  it('is reset again when a reset was lost', async () => {
    const ports = await consoles.start();
    await works(await launch(ports));
    talks[0]?.session.shutdown();
    await talks[0]?.closed;
    // A program runs, so that execee means nothing without a reset.
    let resets = 0;
    const wire = await wireTo(ports, {
      command: (bytes) => (bytes.readUInt32BE(0) === 0xbabe0201 && resets++ === 0 ? [] : [bytes]),
    });
    const running = await launch(ports, {}, { onDisconnect: 'keepRunning' });
    await running.stop('configurationDone');
    running.session.shutdown();
    await running.closed;
    await works(await launch(wire.near));
    assert.ok(resets >= 2, `${resets} resets`);
  });

  it('that asks without reading the answers is read no faster than it reads', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const asked = once(server, 'connection') as Promise<[Socket]>;
    const data = new Uint8Array(1 << 20);
    const files = new HostFiles(
      new Map([['x', () => sourceFile(new MemorySource(data))]]),
      undefined,
      () => undefined,
    );
    const { result: descriptor } = await files.answer({ kind: 'open', flags: 1, path: 'x' });
    const place = { console: '127.0.0.1', bind: '127.0.0.1', filePort: port, commandPort: port, logPort: 0 };
    const line = await FileLine.open(place, files, new AbortController().signal);
    const [socket] = await asked;
    const seek = encodeFileRequest({ kind: 'lseek', descriptor, offset: 0, whence: 0 });
    const read = encodeFileRequest({ kind: 'read', descriptor, bytes: data.length });
    const before = process.memoryUsage();
    for (let i = 0; i < 200; i++) socket.write(Buffer.concat([seek, read]));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const after = process.memoryUsage();
    const taken = after.arrayBuffers + after.external - before.arrayBuffers - before.external;
    assert.ok(taken < 100 << 20, `${taken} bytes`);
    let received = 0;
    socket.on('data', (piece: Buffer) => (received += piece.length));
    while (received < 200 * data.length) await new Promise((resolve) => setTimeout(resolve, 20));
    await line.close();
    server.close();
  });

  const failure = async (conversation: Conversation): Promise<string> => {
    for (let waited = 0; waited < 40_000; waited += 50) {
      const important = conversation.events.find(
        ({ event, body }) => event === 'output' && (body as { category?: string }).category === 'important',
      );
      if (important) return (important.body as { output: string }).output;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return 'nothing was said';
  };

  it('that loses its power ends the session with a sentence', async () => {
    const conversation = await launch(await consoles.start());
    await conversation.stop('configurationDone');
    consoles.cutPower();
    await conversation.client.request('next', { threadId: 1 }).catch(() => undefined);
    assert.match(
      await failure(conversation),
      /Lost the connection to the console at 127\.0\.0\.1: .*Check the console/,
    );
  });

  it('whose connection breaks in the middle of loading ends the launch with a sentence', async () => {
    let bytes = 0;
    const wire: Wire = await wireTo(await consoles.start(), {
      fromConsole: (part) => {
        bytes += part.length;
        if (bytes > 2000) wire.cut();
        return [part];
      },
    });
    await assert.rejects(launch(wire.near), /Lost the connection to the console at 127\.0\.0\.1/);
  });

  it('that says what is no protocol ends the session with a sentence', async () => {
    let isMad = false;
    const wire = await wireTo(await consoles.start(), {
      fromConsole: (part) => [isMad ? Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') : part],
    });
    const conversation = await launch(wire.near);
    await conversation.stop('configurationDone');
    isMad = true;
    await conversation.client.request('next', { threadId: 1 }).catch(() => undefined);
    assert.match(await failure(conversation), /The console sent 48545450.*which is not a file request/);
  });

  it('that is not there, or does not obey, ends the launch with a sentence', async () => {
    const nobody = { filePort: 9, commandPort: 9, logPort: 0 };
    await assert.rejects(
      launch(nobody),
      /127\.0\.0\.1 does not accept the connection on TCP port 9.*check that the console is on/,
    );
    const deaf = await wireTo(await consoles.start(), { command: () => [] });
    await assert.rejects(
      launch(deaf.near, {}, { startTimeout: 3 }),
      /the console to load the program.*commands use UDP: check the firewall/s,
    );
    await assert.rejects(
      launch(nobody, { address: undefined }),
      /No address of the console is set\. Set "ps2ml\.ps2link\.address" in the settings/,
    );
    await assert.rejects(
      launch(nobody, { adress: 'x' }),
      /"ps2link" has an unknown property "adress"\. Known properties: address, bind/,
    );
    await assert.rejects(
      launch(nobody, { bind: '192.0.2.1' }),
      /192\.0\.2\.1 is not an address of this PC: set "bind"/,
    );
  });

  it('whose log port is taken ends the launch with a sentence', async () => {
    const ports = await consoles.start();
    const other = createSocket('udp4');
    await new Promise<void>((resolve) => other.bind(ports.logPort, '127.0.0.1', resolve));
    await assert.rejects(
      launch(ports),
      /UDP port \d+ on 127\.0\.0\.1.*is in use: close the program that uses it/,
    );
    other.close();
    await works(await launch(ports));
  });

  it('runs on after a session that leaves it running, and is reset by one that does not', async () => {
    const image = path.join(consoles.folder, 'story.iso');
    const built = await ps2ml(['build', tiny.program, '-o', image, '--prompt', tiny.prompt]);
    assert.equal(built.code, 0, built.err);
    const ports = await consoles.start(image);
    // The log comes here instead of to the session, so that nothing of it is lost between the two.
    const heard = createSocket('udp4');
    await new Promise<void>((resolve) => heard.bind(ports.logPort, '127.0.0.1', resolve));
    const staying = await launch(
      { ...ports, logPort: await freeUdp() },
      { files: 'disc' },
      { onDisconnect: 'keepRunning', tokens: 100 },
    );
    await staying.stop('configurationDone');
    let text = '';
    const said = new Promise<void>((resolve) => {
      heard.on('message', (bytes) => {
        text += bytes.toString();
        if (text.length > 20) resolve();
      });
    });
    staying.session.shutdown();
    await staying.closed;
    await said;
    await new Promise<void>((resolve) => heard.close(() => resolve()));
    const whole = await Conversation.launch({ ...tiny, tokens: 100 });
    await whole.stop('configurationDone');
    await whole.end('continue');
    await whole.close();
    assert.ok(whole.text.includes(text.trim()), `the model goes on writing: ${text}`);
    await works(await launch(ports));
  });

  it('whose reset comes after the program, out of its order, ends the session with a sentence', async () => {
    const wire: Wire = await wireTo(await consoles.start(), {
      command: (bytes, count) => {
        if (count > 0) return [bytes];
        setTimeout(() => wire.send(bytes), 3000);
        return [];
      },
    });
    const conversation = await launch(wire.near);
    await conversation.stop('configurationDone');
    await new Promise((resolve) => setTimeout(resolve, 3500));
    await conversation.client.request('next', { threadId: 1 }).catch(() => undefined);
    assert.match(
      await failure(conversation),
      /no sign of life|to look for its debugger|did not send the requested memory/,
    );
  });

  it('is heard when it broadcasts its log to an interface that was chosen', async () => {
    assert.deepEqual(
      broadcastAddressesOf('192.168.3.7', [{ name: 'e', address: '192.168.3.7', netmask: '255.255.252.0' }]),
      ['192.168.3.255'],
    );
    const place = { console: '127.0.0.1', bind: '127.0.0.1', filePort: 9, commandPort: 9, logPort: 28_731 };
    let hear: (text: string) => void = () => undefined;
    const heard = new Promise<string>((resolve) => (hear = resolve));
    const commands = await CommandLine.open(place, hear);
    const sender = createSocket('udp4');
    await new Promise<void>((resolve) => sender.bind(0, '127.0.0.1', resolve));
    sender.setBroadcast(true);
    sender.send('exception', place.logPort, '127.255.255.255');
    assert.equal(await heard, 'exception');
    sender.close();
    commands.close();
  });

  it('is heard on the interface that leads to it and on no other, where none was chosen', async () => {
    const ports = { filePort: 9, commandPort: 9, logPort: await freeUdp() };
    const place = await routed({ console: '127.0.0.1', bind: '', ...ports });
    assert.equal(place.bind, '127.0.0.1');
    const all = { console: '127.0.0.1', bind: '0.0.0.0', ...ports };
    assert.deepEqual(await routed(all), all);
    const heard: string[] = [];
    const sender = createSocket('udp4');
    await new Promise<void>((resolve) => sender.bind(0, '127.0.0.1', resolve));
    for (const [where, expected] of [
      [place, ['at the address']],
      [all, ['elsewhere', 'at the address']],
    ] as const) {
      heard.length = 0;
      let done: () => void = () => undefined;
      const last = new Promise<void>((resolve) => (done = resolve));
      const commands = await CommandLine.open(where, (text) => {
        heard.push(text);
        if (text === 'at the address') done();
      });
      // Another address of the same PC; on the loopback interface they arrive in order.
      sender.send('elsewhere', ports.logPort, '127.0.0.2');
      sender.send('at the address', ports.logPort, '127.0.0.1');
      await last;
      assert.deepEqual(heard, expected);
      commands.close();
    }
    sender.close();
  });

  it('leaves no process and no connection behind', async () => {
    const ports = await consoles.start();
    const conversation = await launch(ports);
    await conversation.stop('configurationDone');
    await conversation.client.request('disconnect', {});
    await conversation.closed;
    await works(await launch(ports));
    await consoles.stop();
    assert.equal(consoles.alive, 0);
  });
});

/** Loses the first command with each id, as a network without acknowledgements may. */
function lossOfFirst(): (bytes: Buffer) => readonly Buffer[] {
  const seen = new Set<number>();
  return (bytes) => {
    const id = bytes.readUInt32BE(0);
    // A lost reset is not noticed: the console stands as after one.
    if (seen.has(id)) return [bytes];
    seen.add(id);
    return [];
  };
}
