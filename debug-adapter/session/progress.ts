import { ProgressEndEvent, ProgressStartEvent, ProgressUpdateEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';

/** A long wait that the editor shows and may cancel. */
export class Progress {
  private readonly controller = new AbortController();

  /**
   * @param send sends an event; undefined when the editor shows no progress.
   * @param requestId the request that waits.
   */
  constructor(
    readonly id: string,
    title: string,
    private readonly requestId: number,
    private readonly send: ((event: DebugProtocol.Event) => void) | undefined,
  ) {
    const start = new ProgressStartEvent(id, title);
    Object.assign(start.body, { requestId, cancellable: true });
    this.send?.(start);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  update(message: string): void {
    this.send?.(new ProgressUpdateEvent(this.id, message));
  }

  end(): void {
    this.send?.(new ProgressEndEvent(this.id));
  }

  /** Ends the wait if the arguments name it. */
  cancel({ progressId, requestId }: DebugProtocol.CancelArguments): void {
    if (progressId === this.id || requestId === this.requestId) this.abort('The launch was cancelled.');
  }

  abort(why: string): void {
    this.controller.abort(new Error(why));
  }
}
