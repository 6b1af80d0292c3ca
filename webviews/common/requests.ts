import type { Guard } from '../guards/combinators';
import { isToPage } from '../guards/requestsGuard';
import type { FromPage } from '../messages/requests';
import type { Host } from './host';

/** How a question is asked. */
export interface AskOptions<Result> {
  /** Is the answer what was asked for? Another one counts as a refusal. */
  readonly isResult: Guard<Result>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: AskOptions<unknown>['onProgress'];
}

/** Asks the extension, and gives each answer to who asked. */
export class Requests {
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;

  constructor(private readonly host: Host) {
    window.addEventListener('message', (event) => this.receive(event.data));
  }

  /**
   * @returns the answer.
   * @throws Error whose message is a sentence for the user; the signal's reason when the question was taken back.
   */
  async ask<Result>(name: string, argument: unknown, options: AskOptions<Result>): Promise<Result> {
    const { isResult, signal, onProgress } = options;
    signal?.throwIfAborted();
    const id = this.nextId++;
    const cancel = (): void => {
      this.host.postMessage({ type: 'cancel', id } satisfies FromPage);
      this.waiting.get(id)?.reject(new DOMException('The question was taken back.', 'AbortError'));
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const result = await new Promise<unknown>((resolve, reject) => {
        this.waiting.set(id, { resolve, reject, onProgress });
        this.host.postMessage({ type: 'request', id, name, argument } satisfies FromPage);
      });
      if (!isResult(result)) throw new Error(`The answer to "${name}" could not be read: reload the window.`);
      return result;
    } finally {
      this.waiting.delete(id);
      signal?.removeEventListener('abort', cancel);
    }
  }

  private receive(message: unknown): void {
    if (!isToPage(message)) return;
    const waiting = this.waiting.get(message.id);
    if (message.type === 'result') waiting?.resolve(message.result);
    else if (message.type === 'refused') waiting?.reject(new Error(message.message));
    else waiting?.onProgress?.(message.done, message.total);
  }
}

/** Was a question taken back, so that nothing need be said? */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
