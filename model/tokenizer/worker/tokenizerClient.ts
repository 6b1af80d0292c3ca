import type { TokenisedText, TokenPage } from '../../inspect/tokens';
import type { FileTokenizer } from '../openTokenizer';
import { originOf, type TokenizerOrigin } from '../origin';
import type { Tokenizer } from '../tokenizer';
import type { AnswerMessage, TaskMessage } from './messages';
import { performTextTask, type PageTask, type PageWork, type TextTask } from './textTask';

/** A worker that runs a TaskServer. */
export interface TaskThread {
  post(message: TaskMessage): void;
  end(): void;
}

/** What a thread reports: the answer to its task, or that it can give none any more. */
export interface TaskListener {
  answered(message: AnswerMessage): void;
  failed(reason: string): void;
}

export type StartTaskThread = (listener: TaskListener) => TaskThread | Promise<TaskThread>;

/** Enough for every limit of steps on a slow machine, with a large tokenizer. */
const mostMs = 20_000;
/** A tokenizer takes memory: the thread is kept only while someone types. */
const idleMs = 10_000;

/** One task at a time in a thread, which ends when a task takes too long or is cancelled. */
export class TokenizerClient implements PageWork {
  private before: Promise<unknown> = Promise.resolve();
  private thread: TaskThread | undefined;
  private known: TokenizerOrigin | undefined;
  private listener: TaskListener | undefined;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly start: StartTaskThread,
    private readonly limitMs = mostMs,
  ) {}

  async ids(tokenizer: Tokenizer, task: TextTask, signal?: AbortSignal): Promise<number[]> {
    const origin = originOf(tokenizer);
    // Only a file can make work that takes long.
    if (origin === undefined) return performTextTask(tokenizer, task);
    return (await this.perform(origin, task, signal)) as number[];
  }

  async tokenise(tokenizer: FileTokenizer, text: string, signal?: AbortSignal): Promise<TokenisedText> {
    return (await this.page(tokenizer, { kind: 'tokenise', text }, signal)) as TokenisedText;
  }

  async find(
    tokenizer: FileTokenizer,
    query: Omit<Extract<PageTask, { kind: 'find' }>, 'kind'>,
    signal?: AbortSignal,
  ): Promise<TokenPage> {
    return (await this.page(tokenizer, { kind: 'find', ...query }, signal)) as TokenPage;
  }

  /** Ends the thread. */
  dispose(): void {
    clearTimeout(this.idle);
    this.listener?.failed('The tokenizer was closed.');
    this.endThread();
  }

  private page(tokenizer: FileTokenizer, task: PageTask, signal?: AbortSignal): Promise<unknown> {
    const origin = originOf(tokenizer);
    if (origin === undefined) throw new Error('This tokenizer is not from a file.');
    return this.perform(origin, task, signal);
  }

  private perform(
    origin: TokenizerOrigin,
    task: TextTask | PageTask,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const answer = this.before.then(() => this.run(origin, task, signal));
    this.before = answer.catch(() => undefined);
    return answer;
  }

  private async run(
    origin: TokenizerOrigin,
    task: TextTask | PageTask,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    signal?.throwIfAborted();
    clearTimeout(this.idle);
    this.thread ??= await this.start({
      answered: (message) => this.listener?.answered(message),
      failed: (reason) => {
        this.endThread();
        this.listener?.failed(reason);
      },
    });
    const { thread } = this;
    const sent = this.known === origin ? {} : { origin };
    this.known = origin;
    try {
      return await this.answerOf(thread, { task, ...sent }, signal);
    } finally {
      this.idle = setTimeout(() => this.endThread(), idleMs);
      // In Node, a thread that nobody needs keeps no process alive.
      if (typeof this.idle === 'object') this.idle.unref();
    }
  }

  private answerOf(
    thread: TaskThread,
    message: TaskMessage,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (action: () => void): void => {
        clearTimeout(late);
        signal?.removeEventListener('abort', cancel);
        this.listener = undefined;
        action();
      };
      const stop = (reason: Error): void => {
        this.endThread();
        settle(() => reject(reason));
      };
      const cancel = (): void => stop(signal?.reason as Error);
      const late = setTimeout(() => stop(new Error(lateText(message.task, this.limitMs))), this.limitMs);
      signal?.addEventListener('abort', cancel);
      this.listener = {
        answered: (answer) =>
          settle(() => {
            if ('result' in answer) resolve(answer.result);
            else reject(new Error(answer.problem));
          }),
        failed: (reason) => stop(new Error(reason)),
      };
      thread.post(message);
    });
  }

  private endThread(): void {
    this.thread?.end();
    this.thread = undefined;
    this.known = undefined;
  }
}

function lateText({ kind }: TextTask | PageTask, limitMs: number): string {
  const isChat = kind === 'chat' || kind === 'ends';
  const what = isChat ? 'The chat template or a pattern of the tokenizer' : 'The tokenizer';
  return `${what} takes longer than ${limitMs / 1000} seconds for this text. Use a shorter text, or correct the tokenizer's files.`;
}
