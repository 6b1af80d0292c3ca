import { parentPort, workerData } from 'node:worker_threads';
import { errorText } from '../../../common/errorText';
import { cancelJob, type ConversionJob, type ConversionMessage } from './conversionJob';
import { convertFile } from './convertFile';
import { reportFiles } from './reportFiles';

/** Minimum time between two progress messages. */
const progressMs = 50;

async function run(job: ConversionJob, post: (message: ConversionMessage) => void): Promise<void> {
  const abort = new AbortController();
  parentPort?.on('message', (message) => {
    if (message === cancelJob) abort.abort(new Error('The conversion was cancelled.'));
  });
  let told = 0;
  const onProgress = (done: number, total: number): void => {
    if (Date.now() - told < progressMs) return;
    told = Date.now();
    post({ type: 'progress', done, total });
  };
  const options = { onProgress, signal: abort.signal };
  try {
    const result =
      job.kind === 'convert'
        ? await convertFile(job.source, job.target, {
            ...job.options,
            ...options,
            onFinding: (finding) => post({ type: 'finding', finding }),
          })
        : await reportFiles(job.source, job.target, { ...job, ...options });
    post({ type: 'done', result });
  } catch (error) {
    post({ type: 'failed', message: errorText(error) });
  } finally {
    parentPort?.close();
  }
}

if (parentPort) {
  const port = parentPort;
  void run(workerData as ConversionJob, (message) => port.postMessage(message));
}
