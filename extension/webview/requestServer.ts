import { isRecord } from '../../common/guards';
import type { FromPage, ToPage } from '../../webviews/messages/requests';
import { errorText } from '../../common/errorText';

/** What a handler gets in addition to the argument. */
export interface RequestContext {
  /** Aborted when the page cancels its request or is closed. */
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/** Answers one kind of question. The argument comes from a page, so it is checked (requestArguments.ts). */
export type RequestHandler = (argument: unknown, context: RequestContext) => unknown;
export type RequestHandlers = Readonly<Record<string, RequestHandler>>;

/** Least time between two reports of progress, in milliseconds. */
const progressIntervalMs = 100;

/** Answers the questions of one page (webviews/common/requests.ts). */
export class RequestServer {
  private readonly running = new Map<number, AbortController>();

  constructor(
    private readonly handlers: RequestHandlers,
    private readonly post: (message: ToPage) => void,
  ) {}

  /** A message from the page; ignored unless it is a request. */
  receive(message: unknown): void {
    if (!isFromPage(message)) return;
    if (message.type === 'cancel') this.running.get(message.id)?.abort();
    else void this.answer(message.id, message.name, message.argument);
  }

  /** The page was closed, so nothing waits for answers. */
  forget(): void {
    for (const controller of this.running.values()) controller.abort();
    this.running.clear();
  }

  dispose(): void {
    this.forget();
  }

  private async answer(id: number, name: string, argument: unknown): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    this.running.set(id, controller);
    try {
      const handler = Object.hasOwn(this.handlers, name) ? this.handlers[name] : undefined;
      if (handler === undefined) throw new Error(`Unknown request "${name}" from the page.`);
      const result = await handler(argument, { signal, progress: this.reporter(id, signal) });
      if (!signal.aborted) this.post({ type: 'result', id, result });
    } catch (error) {
      if (!signal.aborted) this.post({ type: 'refused', id, message: errorText(error) });
    } finally {
      this.running.delete(id);
    }
  }

  private reporter(id: number, signal: AbortSignal): RequestContext['progress'] {
    let last = 0;
    return (done, total) => {
      const now = performance.now();
      if (signal.aborted || now - last < progressIntervalMs) return;
      last = now;
      this.post({ type: 'progress', id, done, total });
    };
  }
}

function isFromPage(value: unknown): value is FromPage {
  if (!isRecord(value)) return false;
  const { type, id, name } = value;
  if (typeof id !== 'number') return false;
  return type === 'cancel' || (type === 'request' && typeof name === 'string');
}
