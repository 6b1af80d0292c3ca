import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, beforeEach, afterEach, describe, it } from 'mocha';
import { fromHex, toHex } from '../../ps2/pine/memoryMachine';
import { Served, tinyImage } from '../pcsx2/served';
import { StandIn } from '../pcsx2/standIn';

const slot = 28171;
const status = '05 00 00 00 0f';
const running = '09 00 00 00 00 00 00 00 00';
/** A word of RAM that nobody uses: below the program, above the kernel's own. */
const place = '00 f0 0f 00';
const read = `09 00 00 00 02 ${place}`;

describe('traps of a PINE server in a process of its own', function () {
  this.timeout(180_000);
  let standIn: StandIn;
  let served: Served;
  let socket: Socket;
  let received: Buffer;

  before(async () => {
    standIn = new StandIn();
    served = await Served.start(standIn.cli, await tinyImage(standIn.folder, 600_000), slot);
  });
  after(async () => {
    await served.kill();
    standIn.remove();
  });
  beforeEach(async () => (socket = await client((bytes) => (received = Buffer.concat([received, bytes])))));
  afterEach(() => void socket.destroy());

  async function client(take: (bytes: Buffer) => unknown): Promise<Socket> {
    received = Buffer.alloc(0);
    const made = connect(standIn.socket(slot));
    made.on('error', () => undefined);
    made.on('data', take);
    await once(made, 'connect');
    return made;
  }
  /** Sends bytes and gives what has come after a while, or as soon as so many bytes are there. */
  async function ask(hex: string, bytes = Infinity): Promise<string> {
    received = Buffer.alloc(0);
    socket.write(fromHex(hex));
    for (let waited = 0; waited < 300 && received.length < bytes; waited += 5) await sleep(5);
    return toHex(received);
  }

  it('a frame that comes before the reply to the one before is lost', async () => {
    assert.equal(await ask(`${status} ${status}`), running);
    assert.equal(await ask(status, 9), running);
  });

  it('a second client waits without an answer until the first leaves', async () => {
    assert.equal(await ask(status, 9), running);
    const other: number[] = [];
    const second = await client((bytes) => other.push(...bytes));
    second.write(fromHex(status));
    await sleep(200);
    assert.deepEqual(other, []);
    socket.destroy();
    const answered = (): boolean => other.length >= 9;
    for (let waited = 0; waited < 2000 && !answered(); waited += 10) await sleep(10);
    assert.equal(toHex(Uint8Array.from(other)), running);
    second.destroy();
  });

  it('a length that cannot be gets no reply, and the next bytes are taken for a length', async () => {
    for (const length of ['03 00 00 00', 'ff ff ff 7f']) {
      assert.equal(await ask(`${length} 0f`), '');
      assert.equal(await ask(status, 9), running);
    }
  });

  it('a command that fails fails the batch, and the writes before it stay', async () => {
    const write = (value: string): string => `06 ${place} ${value} 00 00 00`;
    assert.equal(await ask(`0d 00 00 00 ${write('11')}`, 5), '05 00 00 00 00');
    assert.equal(await ask(`17 00 00 00 ${write('22')} 77 ${write('33')}`, 5), '05 00 00 00 ff');
    assert.equal(await ask(read, 9), '09 00 00 00 00 22 00 00 00');
  });
});
