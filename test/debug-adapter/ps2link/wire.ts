import { createSocket, type Socket as Datagrams } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Ports } from './console';

/** What happens to what passes. */
export interface WireFaults {
  /** Commands on their way to the console: what comes out for one that goes in. */
  command?: (bytes: Buffer, count: number) => readonly Buffer[];
  /** What the console sends over TCP. */
  fromConsole?: (bytes: Buffer) => readonly Buffer[];
  /** Milliseconds that each piece is late. */
  lateMs?: number;
}

/** The network between a PC and a console, which can be cut and mended. */
export class Wire {
  private readonly sockets = new Set<Socket>();
  private isOut = false;
  private held: (() => void)[] = [];
  private commands = 0;

  private constructor(
    private readonly server: Server,
    private readonly datagrams: Datagrams,
    private readonly far: Ports,
    private readonly faults: WireFaults,
  ) {
    server.on('connection', (near) => this.join(near));
    datagrams.on('message', (bytes) => {
      if (this.isOut) return;
      for (const out of faults.command?.(bytes, this.commands++) ?? [bytes]) this.send(out);
    });
  }

  /** A command on its way to the console. */
  send(bytes: Buffer): void {
    this.datagrams.send(bytes, this.far.commandPort, '127.0.0.1');
  }

  static async to(far: Ports, faults: WireFaults = {}): Promise<Wire> {
    const server = createServer({ noDelay: true });
    const datagrams = createSocket('udp4');
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => datagrams.bind(0, '127.0.0.1', resolve));
    return new Wire(server, datagrams, far, faults);
  }

  /** What the PC must be told. */
  get near(): Ports {
    const address = this.server.address();
    const filePort = typeof address === 'object' && address !== null ? address.port : 0;
    return { filePort, commandPort: this.datagrams.address().port, logPort: this.far.logPort };
  }

  /** Pulls the cable: nothing passes, and nobody is told. */
  pull(): void {
    this.isOut = true;
  }

  /** Puts it back: TCP sends again what was lost. */
  mend(): void {
    this.isOut = false;
    for (const send of this.held.splice(0)) send();
  }

  /** Breaks the connections. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  close(): void {
    this.cut();
    this.server.close();
    this.datagrams.close();
  }

  private join(near: Socket): void {
    const far = connect({ host: '127.0.0.1', port: this.far.filePort, noDelay: true });
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        (socket === near ? far : near).destroy();
      });
    }
    near.on('data', (bytes: Buffer) => this.pass(() => far.write(bytes)));
    far.on('data', (bytes: Buffer) => {
      for (const part of this.faults.fromConsole?.(bytes) ?? [bytes]) this.pass(() => near.write(part));
    });
  }

  private pass(send: () => void): void {
    const { lateMs } = this.faults;
    if (this.isOut) this.held.push(send);
    else if (lateMs === undefined) send();
    else setTimeout(send, lateMs);
  }
}
