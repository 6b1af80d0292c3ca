import { ConsoleClient } from '../worker/consoleClient';
import { ConsoleServer } from '../worker/consoleServer';
import type { HostWish, Report } from '../worker/messages';
import { openFileDisc, type FileDisc } from './fileDisc';

/** Starts a console in this thread; it runs in slices, with other work in between. */
export function startConsoleHere(
  onReport: (report: Report) => void,
  onHostWish?: (wish: HostWish) => void,
): ConsoleClient {
  let disc: FileDisc | undefined;
  const server = new ConsoleServer({
    post: (message) => {
      setImmediate(() => client.receive(message));
    },
    defer: (callback) => void setImmediate(callback),
    delay: (callback, ms) => void setTimeout(callback, ms),
    clock: () => performance.now(),
    openImage: (path) => (disc = openFileDisc(path)),
  });
  const client = new ConsoleClient(
    {
      post: (request) => server.receive(request),
      terminate: () => {
        // Requests in progress finish; the disc is not read after that.
        server.receive({ id: 0, name: 'pause', ask: {} });
        disc?.close();
        disc = undefined;
        return Promise.resolve();
      },
    },
    onReport,
    onHostWish,
  );
  return client;
}
