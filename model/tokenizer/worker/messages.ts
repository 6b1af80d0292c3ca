import type { TokenizerOrigin } from '../origin';
import type { PageTask, TextTask } from './textTask';

/** A task for the worker. */
export interface TaskMessage {
  readonly task: TextTask | PageTask;
  /** The tokenizer; absent: that of the task before. */
  readonly origin?: TokenizerOrigin;
}

/** What the worker answers to a task. */
export type AnswerMessage = { readonly result: unknown } | { readonly problem: string };
