import { parentPort } from 'node:worker_threads';
import type { TaskMessage } from '../worker/messages';
import { TaskServer } from '../worker/taskServer';

const server = new TaskServer();
parentPort?.on('message', (message: TaskMessage) => {
  void server.answer(message).then((answer) => parentPort?.postMessage(answer));
});
