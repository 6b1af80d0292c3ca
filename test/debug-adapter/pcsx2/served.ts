import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';
import path from 'node:path';
import assert from 'node:assert/strict';
import { ps2ml } from '../../cli/terminal';
import { tiny } from '../conversation';

/** Builds the image of the sample. @param waitMs how long it waits for a debugger. */
export async function tinyImage(folder: string, waitMs: number): Promise<string> {
  const image = path.join(folder, `tiny-${waitMs}.iso`);
  const { program, prompt, tokenizer } = tiny;
  const model = ['--model', program, '--tokenizer', tokenizer, '--prompt', prompt, '--tokens', '64'];
  const built = await ps2ml(['build', ...model, '--wait', String(waitMs), '-o', image]);
  assert.equal(built.code, 0, built.err);
  return image;
}

/** The built-in console as a PINE server in a process of its own. */
export class Served {
  private constructor(private readonly child: ChildProcess) {}

  /** @param cli the bundle of the command line. */
  static async start(cli: string, image: string, slot: number): Promise<Served> {
    const child = spawn(process.execPath, [cli, 'run', image, '--serve-pine', String(slot)]);
    child.stdout.resume();
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (data: Buffer) => {
        said += data.toString();
        if (said.includes('Serving PINE')) resolve();
      });
      child.on('exit', () => reject(new Error(`The server has ended: ${said}`)));
    });
    return new Served(child);
  }

  /** Ends it at once, as a crash would. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}

/** What becomes of one reply on its way; undefined lets it through. */
export type Damage = (reply: Buffer, client: Socket) => boolean;

/** Stands between a client and a PINE server, and damages replies. */
export class DamagingProxy {
  /** Asked for each reply; true when it has dealt with it. */
  damage: Damage = () => false;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(target: string) {
    this.server = createServer((client) => {
      const upstream = connect(target);
      for (const socket of [client, upstream]) {
        this.sockets.add(socket);
        socket.on('error', () => undefined);
      }
      client.on('data', (data) => upstream.write(data));
      upstream.on('data', (data: Buffer) => {
        if (!this.damage(data, client) && client.writable) client.write(data);
      });
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
    });
  }

  /** Listens at one socket for the server at another. */
  static async between(place: string, target: string): Promise<DamagingProxy> {
    const proxy = new DamagingProxy(target);
    await new Promise<void>((resolve) => proxy.server.listen({ path: place }, resolve));
    return proxy;
  }

  /** Hangs up and listens no more. */
  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
