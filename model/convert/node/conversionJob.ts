import type { OpenPsntOptions } from '../../psnt/file';
import type { ConversionFinding, ConvertFileOptions } from './convertFile';
import type { ReportText } from './reportFiles';

/** A piece of work on model files, by absolute paths. */
export type ConversionJob =
  | {
      readonly kind: 'convert';
      readonly source: string;
      readonly target: string;
      readonly options: Omit<ConvertFileOptions, 'onProgress' | 'onFinding' | 'signal'>;
    }
  | {
      readonly kind: 'report';
      readonly source: string;
      readonly target: string;
      readonly text?: ReportText;
      readonly reading?: OpenPsntOptions;
    };

/** Messages of the worker; `result` is the number or the report that the job's function returns. */
export type ConversionMessage =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'finding'; readonly finding: ConversionFinding }
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly message: string };

/** Message to the worker: end the job and remove partial files. */
export const cancelJob = 'cancel';
