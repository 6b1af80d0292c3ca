import type { FromWorker, HostWish, Report, Request, RequestName, Requests } from './messages';

/** A connection to a `ConsoleServer`. */
export interface ServerPort {
  post(request: Request): void;
  /** Ends the server; open requests are rejected by `ConsoleClient.closed`. */
  terminate(): Promise<void>;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Sends requests to a console in a worker. Pass every message of the worker to `receive`. */
export class ConsoleClient {
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private gone: Error | undefined;

  constructor(
    private readonly port: ServerPort,
    private readonly onReport: (report: Report) => void,
    private readonly onHostWish: (wish: HostWish) => void = () => undefined,
  ) {}

  /** @throws Error when the request fails or the console has stopped. */
  ask<Name extends RequestName>(name: Name, ask: Requests[Name]['ask']): Promise<Requests[Name]['answer']> {
    if (this.gone) return Promise.reject(this.gone);
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, {
        resolve: (value) => resolve(value as Requests[Name]['answer']),
        reject,
      });
      this.port.post({ id, name, ask } as Request);
    });
  }

  receive(message: FromWorker): void {
    if (message.kind === 'report') {
      this.onReport(message);
      return;
    }
    if (message.kind === 'host') {
      this.onHostWish(message);
      return;
    }
    const waiting = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.message));
  }

  /** The worker has ended: all open requests are rejected with the reason. */
  closed(reason: Error): void {
    this.gone ??= reason;
    for (const { reject } of this.pending.values()) reject(reason);
    this.pending.clear();
  }

  /** Ends the worker at once. */
  async close(): Promise<void> {
    this.closed(new Error('The console was shut down.'));
    await this.port.terminate();
  }
}
