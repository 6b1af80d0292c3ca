import { Worker, type WorkerOptions } from 'node:worker_threads';
import { ConsoleClient } from '../worker/consoleClient';
import type { FromWorker, Report } from '../worker/messages';

/**
 * Starts a console in its own thread.
 * @param script the bundled consoleWorker.ts
 */
export function startConsole(
  script: string | URL,
  onReport: (report: Report) => void,
  options: WorkerOptions = {},
): ConsoleClient {
  const worker = new Worker(script, options);
  const client = new ConsoleClient(
    {
      post: (request) => worker.postMessage(request),
      terminate: async () => {
        await worker.terminate();
      },
    },
    onReport,
  );
  worker.on('message', (message: FromWorker) => client.receive(message));
  worker.on('error', (error) =>
    client.closed(new Error(`The console failed: ${error.message}`, { cause: error })),
  );
  worker.on('exit', () => client.closed(new Error('The console stopped.')));
  return client;
}
