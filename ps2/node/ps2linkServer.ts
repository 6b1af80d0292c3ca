import { createSocket, type Socket as Datagrams } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import type { ConsoleOptions } from '../console/options';
import { errorText } from '../../common/errorText';
import { FileChannel, type PacketSender } from '../ps2link/fileChannel';
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
  /** Destination of the log. A console broadcasts it, which would loop back on one machine. */
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
 * @throws Error when a port is in use or the image is invalid; then nothing is left running.
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
      // A log without a receiver is lost.
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
  const sender: PacketSender = {
    send: (bytes) => void socket.write(bytes),
    hangUp: () => void socket.destroy(),
  };
  sockets.add(socket);
  // A connection that the PC breaks ends in `close`, too.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    sockets.delete(socket);
    channel.disconnect(sender);
  });
  socket.on('data', (bytes) => channel.receive(bytes));
  channel.connect(sender);
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
    `Cannot serve ps2link at ${address}, ${kind} port ${port}: ${error.message}. Close the program that uses it, or choose another address.`,
    { cause: error },
  );
}
