import { createSocket, type Socket as Datagrams } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { Received } from '../../../common/received';
import { errorText } from '../../../common/errorText';
import { addressTowards, broadcastAddressesOf } from './interfaces';
import {
  decodeFileRequest,
  encodeCommand,
  encodeFileReply,
  type LinkCommand,
} from '../../../ps2/ps2link/wire';
import type { HostFiles } from '../hostFiles';

/** The addresses and ports of a console and this PC. */
export interface LinkPlace {
  /** Address of the console. */
  readonly console: string;
  readonly filePort: number;
  readonly commandPort: number;
  /** Address of this PC's interface that receives the log and sends commands. */
  readonly bind: string;
  /** Port of the log. The console broadcasts it to the port of its commands. */
  readonly logPort: number;
}

/** All interfaces. */
const anyAddress = '0.0.0.0';

/**
 * The same place with the interface that reaches the console, if none was set, so that no other packets are received.
 * Without a route to the console, all interfaces are used, and the connection reports the problem.
 */
export async function routed(place: LinkPlace): Promise<LinkPlace> {
  if (place.bind !== '') return place;
  return { ...place, bind: (await addressTowards(place.console)) ?? anyAddress };
}

/** A console that has not accepted the connection after this time is off or has another address. */
const connectMs = 3000;

/** Receives the console's log and sends it commands. */
export class CommandLine {
  private constructor(
    private readonly socket: Datagrams,
    /** Further sockets that only receive. */
    private readonly listeners: readonly Datagrams[],
    private readonly place: LinkPlace,
  ) {}

  /** @throws Error when the port of the log is in use or the address does not belong to this PC. */
  static async open(place: LinkPlace, onLog: (text: string) => void): Promise<CommandLine> {
    const socket = createSocket({ type: 'udp4' });
    const decoder = new TextDecoder();
    // Broadcasts to this port may come from other devices.
    socket.on('message', (bytes, { address }) => {
      if (address === place.console) onLog(decoder.decode(bytes, { stream: true }));
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (error: NodeJS.ErrnoException) =>
        reject(new Error(whyNotBound(place, error), { cause: error })),
      );
      socket.bind(place.logPort, place.bind, resolve);
    });
    // The file connection reports a lost network.
    socket.on('error', () => undefined);
    return new CommandLine(socket, await broadcastListeners(place, socket.address().port, onLog), place);
  }

  send(command: LinkCommand): Promise<void> {
    const { commandPort, console: address } = this.place;
    return new Promise((resolve, reject) => {
      this.socket.send(encodeCommand(command), commandPort, address, (error) => {
        if (error)
          reject(new Error(`Cannot reach the console at ${address}: ${error.message}.`, { cause: error }));
        else resolve();
      });
    });
  }

  close(): void {
    for (const socket of [this.socket, ...this.listeners]) socket.close();
  }
}

/**
 * A socket that is bound to one address of an interface receives no broadcasts, except on Windows. The console's log is
 * a broadcast, so further sockets receive at the broadcast addresses of the interface, if the system allows that.
 */
async function broadcastListeners(
  { bind, console: from }: LinkPlace,
  port: number,
  onLog: (text: string) => void,
): Promise<Datagrams[]> {
  if (bind === anyAddress || process.platform === 'win32') return [];
  const opened: Datagrams[] = [];
  for (const address of [...broadcastAddressesOf(bind), '255.255.255.255']) {
    const socket = createSocket('udp4');
    const decoder = new TextDecoder();
    socket.on('message', (bytes, sender) => {
      if (sender.address === from) onLog(decoder.decode(bytes, { stream: true }));
    });
    const isBound = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false));
      socket.bind(port, address, () => resolve(true));
    });
    socket.on('error', () => undefined);
    if (isBound) opened.push(socket);
    else socket.close();
  }
  return opened;
}

function whyNotBound({ bind, logPort }: LinkPlace, { code }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') {
    return `UDP port ${logPort} on ${bind}, which receives the console's log, is in use: close the program that uses it (another session, or ps2client), or set another "logPort".`;
  }
  if (code === 'EADDRNOTAVAIL') {
    return `${bind} is not an address of this PC: set "bind" to the address of the network interface that reaches the console.`;
  }
  return `Cannot open UDP port ${logPort} on ${bind} (${code ?? 'error'}): set another "logPort" or "bind".`;
}

/** Requests that wait for an answer before no more are read. */
const mostWaiting = 16;

/** Serves files to a console until it closes the connection. */
export class FileLine {
  private readonly lost: Promise<never>;
  private isClosed = false;

  private constructor(
    private readonly socket: Socket,
    private readonly files: HostFiles,
    place: LinkPlace,
  ) {
    this.lost = new Promise((_, reject) => {
      const gone = (why: string): void => {
        if (this.isClosed) return;
        reject(
          new Error(
            `Lost the connection to the console at ${place.console}: ${why}. Check the console and its cable, and restart the session.`,
          ),
        );
      };
      socket.on('error', (error) => gone(error.message));
      socket.on('close', () => gone('the console closed it'));
      this.serve(gone);
    });
    this.lost.catch(() => undefined);
  }

  /** @throws Error when the console does not answer. */
  static open(place: LinkPlace, files: HostFiles, signal: AbortSignal): Promise<FileLine> {
    const { console: host, filePort: port, bind } = place;
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const socket = connect({
        host,
        port,
        ...(bind !== anyAddress && { localAddress: bind }),
        noDelay: true,
      });
      const fail = (why: string): void => {
        clearTimeout(limit);
        signal.removeEventListener('abort', aborted);
        socket.destroy();
        reject(new Error(why));
      };
      const aborted = (): void => fail('The session was cancelled.');
      const limit = setTimeout(() => fail(`${host} does not answer on TCP port ${port}`), connectMs);
      signal.addEventListener('abort', aborted);
      const early = (error: Error): void =>
        fail(`${host} does not accept the connection on TCP port ${port} (${error.message})`);
      socket.once('error', early);
      socket.once('connect', () => {
        clearTimeout(limit);
        signal.removeEventListener('abort', aborted);
        socket.off('error', early);
        resolve(new FileLine(socket, files, place));
      });
    });
  }

  /** Rejects with a sentence when the connection is lost; never resolves. */
  get gone(): Promise<never> {
    return this.lost;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.socket.destroy();
    await this.files.close();
  }

  /** Writes a reply and waits until the connection has taken it. */
  private async write(bytes: Uint8Array): Promise<void> {
    const { socket } = this;
    if (!socket.writable || socket.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        socket.off('drain', done);
        socket.off('close', done);
        resolve();
      };
      socket.once('drain', done);
      socket.once('close', done);
    });
  }

  /** Answers requests one after another, as the console sends them. */
  private serve(gone: (why: string) => void): void {
    const received = new Received();
    let last: Promise<void> = Promise.resolve();
    let waiting = 0;
    this.socket.on('data', (chunk: Buffer) => {
      received.push(chunk);
      try {
        for (let found = next(received); found; found = next(received)) {
          const { request, bytes } = found;
          received.drop(bytes);
          waiting++;
          last = last.then(async () => {
            const reply = await this.files.answer(request);
            await this.write(encodeFileReply(request.kind, reply));
            if (--waiting < mostWaiting) this.socket.resume();
          });
        }
        // A console waits for each reply. Whoever does not is read no faster than it reads.
        if (waiting >= mostWaiting) this.socket.pause();
      } catch (error) {
        gone(errorText(error));
        this.socket.destroy();
      }
    });
  }
}

const next = ({ bytes }: Received): ReturnType<typeof decodeFileRequest> => decodeFileRequest(bytes);
