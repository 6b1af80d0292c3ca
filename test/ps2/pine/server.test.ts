import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { servePine, type PineServer } from '../../../ps2/node/pineServer';
import { pinePlace, type PinePlace } from '../../../ps2/pine/place';
import { fromHex, MemoryMachine, toHex } from './memoryMachine';

const status = fromHex('05 00 00 00 0f');
const running = '09 00 00 00 00 00 00 00 00';

/** A client that only collects what it gets. */
class RawClient {
  received = '';
  private readonly socket: Socket;

  constructor(place: PinePlace) {
    this.socket = place.kind === 'socket' ? connect(place.path) : connect(place.port, '127.0.0.1');
    this.socket.on('data', (bytes) => (this.received += `${toHex(bytes)} `));
  }

  send(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  leave(): void {
    this.socket.destroy();
  }

  async get(count: number): Promise<string> {
    while (this.received.length < count * 3) await sleep(1);
    return this.received.trim();
  }
}

describe('the PINE server', () => {
  let folder: string;
  let server: PineServer;
  const clients: RawClient[] = [];
  const join = (): RawClient => {
    const client = new RawClient(server.place);
    clients.push(client);
    return client;
  };

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-pine-'));
    server = await servePine(pinePlace('linux', { XDG_RUNTIME_DIR: folder }, 28012), new MemoryMachine());
  });
  afterEach(async () => {
    clients.splice(0).forEach((client) => client.leave());
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('listens where PCSX2 does, and leaves nothing behind', async () => {
    const socket = path.join(folder, 'pcsx2.sock.28012');
    assert.ok(existsSync(socket));
    await server.close();
    assert.ok(!existsSync(socket));
  });

  it('answers over TCP, too', async () => {
    const tcp = await servePine({ kind: 'tcp', port: 0 }, new MemoryMachine());
    const client = new RawClient(tcp.place);
    client.send(status);
    assert.equal(await client.get(9), running);
    client.leave();
    await tcp.close();
  });

  it('loses a request that is sent before the reply to the one before', async () => {
    const client = join();
    client.send(fromHex('05 00 00 00 0f 05 00 00 00 08'));
    assert.equal(await client.get(9), running);
    await sleep(30);
    assert.equal(client.received.trim(), running);
    client.send(status);
    assert.equal(await client.get(18), `${running} ${running}`);
  });

  it('loses a request that comes while the one before is worked on', async () => {
    const machine = new MemoryMachine();
    let finish: (() => void) | undefined;
    const working = new Promise<void>((started) => {
      machine.read = (ranges) =>
        new Promise((resolve) => {
          finish = () => resolve(ranges.map(({ length }) => new Uint8Array(length).fill(9)));
          started();
        });
    });
    const slow = await servePine({ kind: 'tcp', port: 0 }, machine);
    const client = new RawClient(slow.place);
    client.send(fromHex('09 00 00 00 00 00 00 10 00'));
    await working;
    client.send(status);
    await sleep(30);
    finish?.();
    const read = '06 00 00 00 00 09';
    assert.equal(await client.get(6), read);
    client.send(status);
    assert.equal(await client.get(15), `${read} ${running}`);
    await sleep(30);
    assert.equal(client.received.trim(), `${read} ${running}`);
    client.leave();
    await slow.close();
  });

  it('does not answer a length that cannot be', async () => {
    const client = join();
    client.send(status);
    assert.equal(await client.get(9), running);
    client.send(fromHex('02 00 00 00'));
    // Both in one piece would be lost together.
    await sleep(200);
    client.send(status);
    assert.equal(await client.get(18), `${running} ${running}`);
  });

  it('lets a second client wait until the first has left', async () => {
    const [first, second] = [join(), join()];
    first.send(status);
    assert.equal(await first.get(9), running);
    second.send(status);
    await sleep(30);
    assert.equal(second.received, '');
    first.leave();
    assert.equal(await second.get(9), running);
  });

  it('takes no notice of a client that leaves in the middle of a request', async () => {
    const first = join();
    first.send(fromHex('05 00'));
    await sleep(10);
    first.leave();
    const second = join();
    second.send(status);
    assert.equal(await second.get(9), running);
  });

  it('does not take a place that is in use', async () => {
    await assert.rejects(
      servePine(server.place, new MemoryMachine()),
      /^Error: Cannot serve PINE at .*pcsx2\.sock\.28012: the socket is in use\. Close the program that uses it, or choose another slot\.$/,
    );
    const client = join();
    client.send(status);
    assert.equal(await client.get(9), running);
  });

  it('takes the place of a server that was killed', async () => {
    const socket = path.join(folder, 'left.sock');
    const code = `require('net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', code]);
    assert.ok(existsSync(socket));
    const next = await servePine({ kind: 'socket', path: socket }, new MemoryMachine());
    await next.close();
  });
});
