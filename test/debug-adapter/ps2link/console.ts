import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundle, type Bundles } from '../bundles';

export interface Ports {
  readonly filePort: number;
  readonly commandPort: number;
  readonly logPort: number;
}

/** Consoles with ps2link, each a process of its own, reached over the loopback interface. */
export class LinkConsoles {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-ps2link-'));
  private readonly bundles: Bundles = bundle({ cli: 'cli/main.ts' });
  private readonly processes: ChildProcess[] = [];

  /** Switches one on. @param image path of the disc in its drive. */
  async start(image?: string): Promise<Ports> {
    const [filePort, commandPort, logPort] = [await freeTcp(), await freeUdp(), await freeUdp()];
    const args = [
      ...['run', ...(image === undefined ? [] : [image])],
      ...['--serve-ps2link', `127.0.0.1:${filePort}:${commandPort}`, '--ps2link-log', `127.0.0.1:${logPort}`],
    ];
    const process_ = spawn(process.execPath, [this.bundles.file('cli'), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.processes.push(process_);
    await new Promise<void>((resolve, reject) => {
      let said = '';
      process_.stderr.on('data', (text: Buffer) => {
        said += text.toString();
        if (said.includes('Serving ps2link at')) resolve();
      });
      process_.once('exit', () => reject(new Error(`The console did not start: ${said}`)));
    });
    return { filePort, commandPort, logPort };
  }

  /** Cuts the power of the console that was switched on last. */
  cutPower(): void {
    this.processes.at(-1)?.kill('SIGKILL');
  }

  /** The processes that are still there. */
  get alive(): number {
    return this.processes.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      .length;
  }

  async stop(): Promise<void> {
    for (const each of this.processes.splice(0)) {
      if (each.exitCode !== null || each.signalCode !== null) continue;
      const ended = new Promise((resolve) => each.once('exit', resolve));
      each.kill('SIGKILL');
      await ended;
    }
  }

  async remove(): Promise<void> {
    await this.stop();
    this.bundles.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function freeTcp(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** A UDP port that nobody has. */
export function freeUdp(): Promise<number> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
