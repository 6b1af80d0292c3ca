import { unlink } from 'node:fs/promises';
import { connect, createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { errorText, systemCode, systemReason } from '../../common/errorText';
import { answerRequest } from '../pine/answer';
import type { PineMachine } from '../pine/machine';
import { describePlace, type PinePlace } from '../pine/place';
import { RequestReader } from '../pine/requestReader';

/** A PINE server that listens. */
export interface PineServer {
  readonly place: PinePlace;
  /** Closes the connection and frees the socket. */
  close(): Promise<void>;
}

/**
 * Serves a machine over PINE as PCSX2 does: one client at a time, a second one waits without an answer. Port 0 takes
 * a free one.
 * @throws Error when the socket is in use.
 */
export async function servePine(place: PinePlace, machine: PineMachine): Promise<PineServer> {
  const sockets = new Set<Socket>();
  const waiting: Socket[] = [];
  let active: Socket | undefined;
  const serveNext = (): void => {
    active = waiting.shift();
    if (active) serve(active, machine);
  };
  const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    // A connection that a client breaks ends in `close`, too.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (active === socket) serveNext();
      else if (waiting.includes(socket)) waiting.splice(waiting.indexOf(socket), 1);
    });
    waiting.push(socket);
    if (!active) serveNext();
  });
  await listenOrTakeOver(server, place);
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    place: port === undefined ? place : { kind: 'tcp', port },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Answers one client until it leaves. */
function serve(socket: Socket, machine: PineMachine): void {
  const reader = new RequestReader();
  let isBusy = false;
  socket.on('data', (chunk: Buffer) => {
    // A request that arrives before the previous reply is lost.
    if (isBusy) return;
    const body = reader.push(chunk);
    if (!body) return;
    isBusy = true;
    void answerRequest(body, machine).then((reply) => {
      isBusy = false;
      if (socket.writable) socket.write(reply);
    });
  });
  socket.resume();
}

async function listenOrTakeOver(server: Server, place: PinePlace): Promise<void> {
  try {
    await listen(server, place);
  } catch (error) {
    const isTaken = systemCode(error) === 'EADDRINUSE';
    if (!isTaken || place.kind !== 'socket' || (await isAlive(place.path))) {
      const why = isTaken
        ? 'the socket is in use. Close the program that uses it, or choose another slot'
        : `${systemReason(error) ?? errorText(error)}. Choose another slot or folder`;
      throw new Error(`Cannot serve PINE at ${describePlace(place)}: ${why}.`, { cause: error });
    }
    // A server that was killed has left its socket behind.
    await unlink(place.path);
    await listen(server, place);
  }
}

function listen(server: Server, place: PinePlace): Promise<void> {
  const options: ListenOptions =
    place.kind === 'socket' ? { path: place.path } : { host: '127.0.0.1', port: place.port };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
