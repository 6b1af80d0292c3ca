import { parentPort } from 'node:worker_threads';
import { ConsoleServer } from '../worker/consoleServer';
import type { Request } from '../worker/messages';
import { openFileDisc, type FileDisc } from './fileDisc';

/** Entry of the built-in console's worker thread. */
const port = parentPort;
if (port === null) throw new Error('This is a worker of the built-in console and cannot be run directly.');

let disc: FileDisc | undefined;
const server = new ConsoleServer({
  post: (message) => port.postMessage(message),
  defer: (callback) => void setImmediate(callback),
  delay: (callback, ms) => void setTimeout(callback, ms),
  clock: () => performance.now(),
  openImage: (path) => {
    disc?.close();
    disc = openFileDisc(path);
    return disc;
  },
});
port.on('message', (request: Request) => server.receive(request));
