import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PinePlace } from '../../../ps2/pine/place';
import { fromHex, toHex } from '../../ps2/pine/memoryMachine';

/** What a server does about a request, for a socket and the bytes that came. */
export type Deed = (socket: Socket, request: string) => void;

export const reply =
  (hex: string): Deed =>
  (socket) =>
    void socket.write(fromHex(hex));

/** A server that does one deed after another, one for each piece that it receives. */
export class ScriptedServer {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-pine-'));
  readonly place: PinePlace = { kind: 'socket', path: path.join(this.folder, 'pcsx2.sock') };
  readonly received: string[] = [];
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(private readonly deeds: Deed[]) {
    this.server = createServer((socket) => {
      this.connections++;
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        this.received.push(toHex(bytes));
        this.deeds.shift()?.(socket, toHex(bytes));
      });
    });
  }

  listen(): Promise<void> {
    return new Promise((resolve) => {
      this.server.listen({ path: path.join(this.folder, 'pcsx2.sock') }, resolve);
    });
  }

  /** Hangs up and listens no more. */
  stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
