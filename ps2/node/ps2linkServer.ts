import { createSocket, type Socket as Datagrams } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import type { ConsoleOptions } from '../console/options';
import { errorText } from '../../common/errorText';
import { FileChannel, type Carrier } from '../ps2link/fileChannel';
import { LinkConsole } from '../ps2link/linkConsole';
import { commandPort, decodeCommand, filePort } from '../ps2link/wire';
import { startConsoleHere } from './consoleHere';

/** Where a console behind ps2link can be reached. */
export interface LinkAddress {
  readonly address: string;
  /** TCP, for files; 0 takes a free one. */
  readonly filePort: number;
  /** UDP, for commands; 0 takes a free one. */
  readonly commandPort: number;
  /** Where the log goes. A console broadcasts it, which on one machine would reach itself. */
  readonly log: { readonly address: string; readonly port: number };
}

export const defaultPorts = { filePort, commandPort } as const;

export interface LinkServerListener {
  listening(place: { readonly filePort: number; readonly commandPort: number }): void;
  /** The log, which also goes over the network. */
  log(text: string): void;
}

/** Most bytes of log in a packet. */
const logBytes = 1024;

/**
 * Runs a built-in console behind ps2link until the signal aborts or it is switched off.
 * @param image path of the disc in the drive, or none.
 * @throws Error in words when a port is taken or the image is wrong; then nothing is left running.
 */
export async function servePs2link(
  image: string | undefined,
  place: LinkAddress,
  options: ConsoleOptions,
  listener: LinkServerListener,
  signal: AbortSignal,
): Promise<void> {
  const datagrams = createSocket('udp4');
  const channel = new FileChannel();
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => welcome(socket, channel, sockets));
  const off = new AbortController();
  const either = AbortSignal.any([signal, off.signal]);
  const log = (text: string): void => {
    listener.log(text);
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += logBytes) {
      // A log that nobody hears is lost.
      datagrams.send(bytes.subarray(at, at + logBytes), place.log.port, place.log.address, () => undefined);
    }
  };
  const client = startConsoleHere(
    (report) => machine.report(report),
    (wish) => machine.wish(wish),
  );
  const machine = new LinkConsole(client, image, options, channel, { log, poweredOff: () => off.abort() });
  datagrams.on('message', (bytes) => {
    try {
      machine.command(decodeCommand(bytes));
    } catch (error) {
      log(`ps2link: ${errorText(error)}\n`);
    }
  });
  try {
    await bind(datagrams, place);
    const port = await listen(server, place);
    await machine.start();
    listener.listening({ filePort: port, commandPort: datagrams.address().port });
    await machine.run(either);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
    datagrams.close();
    await client.close();
  }
}

function welcome(socket: Socket, channel: FileChannel, sockets: Set<Socket>): void {
  const carrier: Carrier = {
    send: (bytes) => void socket.write(bytes),
    hangUp: () => void socket.destroy(),
  };
  sockets.add(socket);
  // What a PC breaks off ends in `close`, too.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    sockets.delete(socket);
    channel.disconnect(carrier);
  });
  socket.on('data', (bytes) => channel.receive(bytes));
  channel.connect(carrier);
}

function bind(socket: Datagrams, { address, commandPort: port }: LinkAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => reject(taken('UDP', address, port, error)));
    socket.bind(port, address, resolve);
  });
}

function listen(server: Server, { address, filePort: port }: LinkAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(taken('TCP', address, port, error)));
    server.listen(port, address, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}

function taken(kind: string, address: string, port: number, error: Error): Error {
  return new Error(
    `ps2link cannot be served at ${address}, ${kind} port ${port}: ${error.message}. End what listens there, or choose another address.`,
    { cause: error },
  );
}
