import { connect, type Socket } from 'node:net';
import { describePlace, type PinePlace } from '../../ps2/pine/place';
import type { PineConnection, PineDial, PineListener } from '../pine/connection';
import { PineError } from '../pine/error';

/** Connects to the first of these places at which PCSX2 listens. */
export function pineDial(places: readonly PinePlace[]): PineDial {
  return async (listener, signal) => {
    const tried: string[] = [];
    for (const place of places) {
      signal.throwIfAborted();
      const socket = await open(place, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        tried.push(`${describePlace(place)} (${codeOf(error)})`);
      });
      if (socket) return attach(socket, listener);
    }
    throw new PineError(
      `PCSX2 does not listen at ${tried.join(', ')}: start it with PINE enabled (Settings, Advanced, PINE) and the same slot.`,
    );
  };
}

function open(place: PinePlace, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket =
      place.kind === 'socket' ? connect(place.path) : connect({ host: '127.0.0.1', port: place.port });
    const abort = (): void => void socket.destroy(new Error('aborted'));
    signal.addEventListener('abort', abort);
    const done = (): void => signal.removeEventListener('abort', abort);
    socket.once('connect', () => {
      done();
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
    socket.once('close', done);
  });
}

function attach(socket: Socket, listener: PineListener): PineConnection {
  socket.setNoDelay(true);
  let why = 'PCSX2 closed it';
  let isEnded = false;
  socket.on('data', (bytes) => listener.data(bytes));
  socket.on('error', (error) => (why = codeOf(error)));
  socket.on('close', () => {
    if (!isEnded) listener.closed(why);
  });
  return {
    send: (bytes) => void socket.write(bytes),
    end: () => {
      isEnded = true;
      socket.destroy();
    },
  };
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? String(error);
}
