import { Worker } from 'node:worker_threads';
import type { AnswerMessage, TaskMessage } from '../worker/messages';
import type { StartTaskThread } from '../worker/tokenizerClient';

/** A tokenizer's worker is bounded in memory, too: V8 ends it, and the launch says so. */
const resourceLimits = { maxOldGenerationSizeMb: 1536 };

/** @param workerFile absolute path of the bundle of `tokenizerWorker.ts`. */
export function tokenizerThread(workerFile: string): StartTaskThread {
  return (listener) => {
    const worker = new Worker(workerFile, { resourceLimits });
    let hasEnded = false;
    const fail = (reason: string): void => {
      if (hasEnded) return;
      hasEnded = true;
      listener.failed(reason);
    };
    worker.unref();
    worker.on('message', (message: AnswerMessage) => {
      worker.unref();
      if (!hasEnded) listener.answered(message);
    });
    worker.on('error', (error) => fail(`The tokenizer's worker failed: ${error.message}`));
    worker.on('exit', () => fail("The tokenizer's worker stopped before it finished."));
    return {
      post: (message: TaskMessage) => {
        worker.ref();
        worker.postMessage(message);
      },
      end: () => {
        hasEnded = true;
        void worker.terminate();
      },
    };
  };
}
