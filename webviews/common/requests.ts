import type { Guard } from '../guards/combinators';
import { isToPage } from '../guards/requestsGuard';
import type { FromPage } from '../messages/requests';
import type { Host } from './host';

/** How a request is made. */
interface AskOptions<Result> {
  /** Whether the answer is of the expected type; any other is an error. */
  readonly isResult: Guard<Result>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: AskOptions<unknown>['onProgress'];
}

/** Sends requests to the extension and resolves each with its answer. */
export class Requests {
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;

  constructor(private readonly host: Host) {
    host.listen((message) => this.receive(message));
  }

  /**
   * @returns the answer.
   * @throws Error whose message is a sentence for the user; the signal's reason when the request was cancelled.
   */
  async ask<Result>(name: string, argument: unknown, options: AskOptions<Result>): Promise<Result> {
    const { isResult, signal, onProgress } = options;
    signal?.throwIfAborted();
    const id = this.nextId++;
    const cancel = (): void => {
      this.host.postMessage({ type: 'cancel', id } satisfies FromPage);
      this.waiting.get(id)?.reject(new DOMException('The request was cancelled.', 'AbortError'));
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const result = await new Promise<unknown>((resolve, reject) => {
        this.waiting.set(id, { resolve, reject, onProgress });
        this.host.postMessage({ type: 'request', id, name, argument } satisfies FromPage);
      });
      if (!isResult(result))
        throw new Error(`The extension sent an unexpected answer to "${name}". Reload the window.`);
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

/** Whether a request was cancelled, so that there is nothing to report. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
