import { Worker } from 'node:worker_threads';
import type { CompareOptions } from '../report';
import { cancelJob, type ConversionJob, type ConversionMessage } from './conversionJob';
import type { ConvertFileOptions } from './convertFile';
import type { FilesReport, ReportFilesOptions } from './reportFiles';

type Watching = Pick<CompareOptions, 'onProgress' | 'signal'> & Pick<ConvertFileOptions, 'onFinding'>;

/** A cancelled job removes its partial files; after this time it is terminated anyway. */
const patienceMs = 5000;

/** `convertFile` and `reportFiles` in a separate worker thread for each job. */
export class ConversionClient {
  /** @param workerFile absolute path of the bundle of `conversionWorker.ts`. */
  constructor(private readonly workerFile: string) {}

  /** @see convertFile */
  async convert(
    source: string,
    target: string,
    { onProgress, onFinding, signal, ...options }: ConvertFileOptions,
  ): Promise<number> {
    const job = { kind: 'convert', source, target, options } as const;
    const watching = {
      ...(onProgress && { onProgress }),
      ...(onFinding && { onFinding }),
      ...(signal && { signal }),
    };
    return (await this.run(job, watching)) as number;
  }

  /** @see reportFiles */
  async report(
    source: string,
    target: string,
    { text, reading, ...watching }: Watching & Pick<ReportFilesOptions, 'text' | 'reading'>,
  ): Promise<FilesReport> {
    const job = {
      kind: 'report',
      source,
      target,
      ...(text && { text }),
      ...(reading && { reading }),
    } as const;
    return (await this.run(job, watching)) as FilesReport;
  }

  private run(job: ConversionJob, { onProgress, onFinding, signal }: Watching): Promise<unknown> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.workerFile, { workerData: job });
      let patience: ReturnType<typeof setTimeout> | undefined;
      const cancel = (): void => {
        worker.postMessage(cancelJob);
        patience = setTimeout(() => void worker.terminate(), patienceMs);
      };
      const settle = (action: () => void): void => {
        clearTimeout(patience);
        signal?.removeEventListener('abort', cancel);
        action();
      };
      signal?.addEventListener('abort', cancel);
      worker.on('message', (message: ConversionMessage) => {
        if (message.type === 'progress') onProgress?.(message.done, message.total);
        else if (message.type === 'finding') onFinding?.(message.finding);
        else if (message.type === 'done') settle(() => resolve(message.result));
        else settle(() => reject(new Error(message.message)));
      });
      worker.on('error', (error) =>
        settle(() => reject(new Error(`The converter failed: ${error.message}`))),
      );
      worker.on('exit', () => settle(() => reject(new Error('The converter stopped before it finished.'))));
    });
  }
}
