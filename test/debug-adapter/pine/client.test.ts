import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, it } from 'mocha';
import { pineDial } from '../../../debug-adapter/node/pineSocket';
import { PineClient } from '../../../debug-adapter/pine/client';
import { PineCommands } from '../../../debug-adapter/pine/commands';
import { servePine, type PineServer } from '../../../ps2/node/pineServer';
import { fromHex, MemoryMachine } from '../../ps2/pine/memoryMachine';
import { reply, ScriptedServer, type Deed } from './scriptedServer';

/** Long enough for a busy machine to answer in, short enough to be waited for. */
const limitMs = 300;
const running = '09 00 00 00 00 00 00 00 00';

/** What a command sends, what it is answered and what that means. */
const transcript: readonly (readonly [
  name: string,
  ask: (commands: PineCommands) => Promise<unknown>,
  request: string,
  reply: string,
  value: unknown,
])[] = [
  ['Read8', (pine) => pine.read(0x100002, 1), '09 00 00 00 00 02 00 10 00', '06 00 00 00 00 03', 3n],
  ['Read16', (pine) => pine.read(0x100002, 2), '09 00 00 00 01 02 00 10 00', '07 00 00 00 00 03 04', 0x403n],
  [
    'Read32',
    (pine) => pine.read(0x1fffffc, 4),
    '09 00 00 00 02 fc ff ff 01',
    '09 00 00 00 00 05 06 07 88',
    0x88070605n,
  ],
  [
    'Read64',
    (pine) => pine.read(0x100000, 8),
    '09 00 00 00 03 00 00 10 00',
    '0d 00 00 00 00 01 02 03 04 05 06 07 f8',
    0xf807060504030201n,
  ],
  ['Write8', (pine) => pine.write(1, 1, 0xaan), '0a 00 00 00 04 01 00 00 00 aa', '05 00 00 00 00', undefined],
  [
    'Write16',
    (pine) => pine.write(2, 2, 0xbbaan),
    '0b 00 00 00 05 02 00 00 00 aa bb',
    '05 00 00 00 00',
    undefined,
  ],
  [
    'Write32',
    (pine) => pine.write(4, 4, -1n),
    '0d 00 00 00 06 04 00 00 00 ff ff ff ff',
    '05 00 00 00 00',
    undefined,
  ],
  [
    'Write64',
    (pine) => pine.write(8, 8, 0x2211ffeeddccbbaan),
    '11 00 00 00 07 08 00 00 00 aa bb cc dd ee ff 11 22',
    '05 00 00 00 00',
    undefined,
  ],
  ['Version', (pine) => pine.version(), '05 00 00 00 08', '0c 00 00 00 00 03 00 00 00 56 31 00', 'V1'],
  ['SaveState', (pine) => pine.saveState(3), '06 00 00 00 09 03', '05 00 00 00 00', undefined],
  ['LoadState', (pine) => pine.loadState(255), '06 00 00 00 0a ff', '05 00 00 00 00', undefined],
  ['Title', (pine) => pine.title(), '05 00 00 00 0b', '0b 00 00 00 00 02 00 00 00 54 00', 'T'],
  ['ID', (pine) => pine.id(), '05 00 00 00 0c', '0b 00 00 00 00 02 00 00 00 49 00', 'I'],
  ['UUID', (pine) => pine.uuid(), '05 00 00 00 0d', '0b 00 00 00 00 02 00 00 00 55 00', 'U'],
  ['GameVersion', (pine) => pine.gameVersion(), '05 00 00 00 0e', '0b 00 00 00 00 02 00 00 00 31 00', '1'],
  ['Status', (pine) => pine.state(), '05 00 00 00 0f', '09 00 00 00 00 01 00 00 00', 'paused'],
];

describe('the PINE client', () => {
  const cleanups: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
  });

  const scripted = async (...deeds: Deed[]): Promise<{ server: ScriptedServer; pine: PineCommands }> => {
    const server = new ScriptedServer(deeds);
    await server.listen();
    const client = new PineClient(pineDial([server.place]), limitMs);
    cleanups.push(
      () => server.remove(),
      () => client.close(),
    );
    return { server, pine: new PineCommands(client) };
  };

  for (const [name, ask, request, answer, value] of transcript) {
    it(`asks for ${name} and understands the answer`, async () => {
      const { server, pine } = await scripted(reply(answer));
      assert.deepEqual(await ask(pine), value);
      assert.deepEqual(server.received, [request]);
    });
  }

  it('sends a request after the reply to the one before, however many are asked for at once', async () => {
    let open = 0;
    const deed: Deed = (socket) => {
      assert.equal(++open, 1);
      setTimeout(() => {
        open--;
        socket.write(fromHex(running));
      }, 3);
    };
    const { server, pine } = await scripted(deed, deed, deed, deed);
    assert.deepEqual(await Promise.all([1, 2, 3, 4].map(() => pine.state())), Array(4).fill('running'));
    assert.deepEqual(server.received, Array(4).fill('05 00 00 00 0f'));
    assert.equal(server.connections, 1);
  });

  it('puts a reply together that comes byte by byte', async () => {
    const { pine } = await scripted((socket) => {
      fromHex(running).forEach((byte, i) => setTimeout(() => socket.write(Uint8Array.of(byte)), i * 2));
    });
    assert.equal(await pine.state(), 'running');
  });

  it('refuses addresses that are not in RAM without asking', async () => {
    const { server, pine } = await scripted();
    for (const address of [0x2000000, 0x1fffffd, -1, 0x20100000, 1.5, NaN]) {
      await assert.rejects(
        pine.read(address, 4),
        /^PineError: Cannot access 4 bytes at .* over PINE: .* 0x02000000/,
      );
      await assert.rejects(pine.write(address, 4, 0n), /^PineError: Cannot access 4 bytes/);
    }
    await assert.rejects(pine.saveState(256), /^PineError: Invalid save-state slot 256: use 0 to 255/);
    assert.equal(server.connections, 0);
  });

  it('refuses a request that is too long without asking', async () => {
    const client = new PineClient(() => Promise.reject(new Error('dialled')));
    await assert.rejects(client.request(new Uint8Array(649_997)), /of 649997 bytes is too long.* 649996/);
  });

  it('says that no game runs when a command fails because of that', async () => {
    const { pine } = await scripted(
      reply('05 00 00 00 ff'),
      reply('09 00 00 00 00 02 00 00 00'),
      reply('06 00 00 00 00 07'),
    );
    await assert.rejects(pine.read(0, 1), /^PineError: PCSX2 is not running a game: start one/);
    assert.equal(await pine.read(0, 1), 7n);
  });

  it('says that a command is not known when a game runs', async () => {
    const { pine } = await scripted(reply('05 00 00 00 ff'), reply(running));
    await assert.rejects(pine.gameVersion(), /^PineError: PCSX2 refused a PINE request while a game runs/);
  });

  /** Each ends in a sentence within the limit; after it the next request is answered over a new connection. */
  const faults: readonly (readonly [name: string, deed: Deed, sentence: RegExp])[] = [
    ['a reply that never comes', () => undefined, /did not answer within 0\.3 s: .*one at a time/],
    [
      'a reply that comes too late',
      (socket) => void setTimeout(() => socket.write(fromHex('09 00 00 00 00 01 00 00 00')), limitMs + 30),
      /did not answer within/,
    ],
    ['half a reply', reply('09 00 00 00 00 00'), /did not answer within/],
    [
      'a server that hangs up',
      (socket) => void socket.destroy(),
      /The connection to PCSX2 ended \(PCSX2 closed it\): check that PCSX2 is still running/,
    ],
    [
      'a server that hangs up in the middle of a reply',
      (socket) => void socket.end(fromHex('09 00 00 00')),
      /The connection to PCSX2 ended/,
    ],
    ['garbage', reply('48 54 54 50 2f 31 2e 31'), /does not speak PINE: it sent a reply of 1347703880 bytes/],
    ['a reply shorter than its head', reply('04 00 00 00'), /it sent a reply of 4 bytes/],
    ['a reply that is too long', reply('d0 dd 06 00 00'), /a reply of 450000 bytes, expected 5 to 449999/],
    ['an unknown result', reply('05 00 00 00 7f'), /it sent the result 127/],
    ['bytes after a reply', reply(`${running} 00 00`), /it sent 2 bytes after the end of a reply/],
  ];
  for (const [name, deed, sentence] of faults) {
    it(`survives ${name}`, async () => {
      const { server, pine } = await scripted(deed, reply(running));
      await assert.rejects(pine.state(), (error: Error) => {
        assert.equal(error.name, 'PineError');
        assert.match(error.message, sentence);
        return true;
      });
      assert.equal(await pine.state(), 'running');
      assert.equal(server.connections, 2);
    });
  }

  it('does not take a late reply for the next one', async () => {
    let late: (() => void) | undefined;
    const { pine } = await scripted(
      (socket) => (late = () => void socket.write(fromHex('09 00 00 00 00 01 00 00 00'))),
      (socket) => {
        late?.();
        setTimeout(() => socket.write(fromHex(running)), 20);
      },
    );
    await assert.rejects(pine.state(), /did not answer/);
    assert.equal(await pine.state(), 'running');
  });

  it('answers with a wrong number of bytes in words', async () => {
    const { pine } = await scripted(
      reply('06 00 00 00 00 00'),
      reply('09 00 00 00 00 09 00 00 00'),
      reply(running),
    );
    await assert.rejects(pine.state(), /^PineError: The PINE reply has 1 bytes, expected 4/);
    await assert.rejects(pine.state(), /^PineError: The PINE status is 9, expected 0, 1 or 2/);
    assert.equal(await pine.state(), 'running');
  });

  it('rejects each of several requests for itself', async () => {
    const { pine } = await scripted(reply(running), (socket) => void socket.destroy(), reply(running));
    const found = await Promise.allSettled([pine.state(), pine.state(), pine.state()]);
    assert.deepEqual(
      found.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
  });

  it('names every place where nobody listens', async () => {
    const { server } = await scripted();
    const missing = { kind: 'socket', path: `${server.folder}/missing.sock` } as const;
    await server.stop();
    const pine = new PineCommands(new PineClient(pineDial([missing, { kind: 'tcp', port: 1 }]), limitMs));
    await assert.rejects(
      pine.state(),
      /^PineError: PCSX2 does not listen at .*missing\.sock \(ENOENT\), 127\.0\.0\.1:1 \(ECONNREFUSED\): start it/,
    );
  });

  it('does not wait for a dial longer than for an answer', async () => {
    const client = new PineClient((_, signal) => {
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    }, limitMs);
    await assert.rejects(client.request(Uint8Array.of(15)), /did not answer within 0\.3 s/);
  });

  it('rejects what waits when it is closed, and everything after', async () => {
    const server = new ScriptedServer([]);
    await server.listen();
    cleanups.push(() => server.remove());
    const client = new PineClient(pineDial([server.place]), 10_000);
    const open = [client.request(Uint8Array.of(15)), client.request(Uint8Array.of(15))];
    const found = Promise.allSettled(open);
    while (server.received.length === 0) await sleep(1);
    client.close();
    for (const result of await found) {
      assert.match(
        String(result.status === 'rejected' && result.reason),
        /PineError: The connection to PINE was closed/,
      );
    }
    await assert.rejects(client.request(Uint8Array.of(15)), /was closed/);
  });

  describe('with a real server', () => {
    const real = async (): Promise<{ server: PineServer; machine: MemoryMachine; pine: PineCommands }> => {
      const machine = new MemoryMachine();
      const server = await servePine({ kind: 'tcp', port: 0 }, machine);
      const client = new PineClient(pineDial([server.place]), limitMs);
      cleanups.push(
        () => server.close(),
        () => client.close(),
      );
      return { server, machine, pine: new PineCommands(client) };
    };

    it('does everything that there is', async () => {
      const { machine, pine } = await real();
      await pine.write(0x100, 8, 0x1122334455667788n);
      assert.equal(await pine.read(0x104, 4), 0x11223344n);
      assert.equal(await pine.read(0x100, 2), 0x7788n);
      assert.equal(await pine.title(), 'Tiny');
      await pine.saveState(1);
      await pine.loadState(1);
      assert.deepEqual(machine.slots, ['save 1', 'load 1']);
      machine.state = 'paused';
      assert.equal(await pine.state(), 'paused');
    });

    it('says that another program is connected, and goes on when that has left', async () => {
      const { server, pine } = await real();
      const { place } = server;
      assert.ok(place.kind === 'tcp');
      const other = connect(place.port, '127.0.0.1');
      await new Promise((resolve) => other.once('connect', resolve));
      await sleep(20);
      await assert.rejects(pine.state(), /another program is connected to it, and it serves one at a time/);
      other.destroy();
      assert.equal(await pine.state(), 'running');
    });
  });
});
