import type { OpenPsntOptions } from '../../psnt/file';
import type { ConvertFileOptions } from './convertFile';
import type { ReportText } from './reportFiles';

/** A piece of work on model files, by absolute paths. */
export type ConversionJob =
  | {
      readonly kind: 'convert';
      readonly source: string;
      readonly target: string;
      readonly options: Omit<ConvertFileOptions, 'onProgress' | 'signal'>;
    }
  | {
      readonly kind: 'report';
      readonly source: string;
      readonly target: string;
      readonly text?: ReportText;
      readonly reading?: OpenPsntOptions;
    };

/** What the worker says of its job; `result` is the number or the report that the job's function returns. */
export type ConversionMessage =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly message: string };

/** What is said to the worker: the job is to end, and to leave nothing half-written. */
export const cancelJob = 'cancel';
