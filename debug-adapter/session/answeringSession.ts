import { DebugSession, OutputEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { codeOf, errorIdOf } from '../errors/codeOf';
import { errorText } from '../../common/errorText';

interface AnswerOptions {
  /** What the request sets off, done after the answer was sent, so that its events come behind it. */
  readonly then?: () => void | Promise<void>;
  /** A failure is shown in a message of the editor's own. */
  readonly showUser?: boolean;
}

/** Sends the result of a piece of work as the answer to a request, or its failure as one sentence. */
export abstract class AnsweringSession extends DebugSession {
  protected answer<R extends DebugProtocol.Response>(
    response: R,
    work: () => R['body'] | Promise<R['body']>,
    options: AnswerOptions = {},
  ): void {
    this.answered(response, work, options).catch((error: unknown) => {
      this.complain(error);
    });
  }

  /** For those who look for a fault in the session itself. */
  protected abstract note(error: unknown): void;

  /** Tells the user of a failure that no request waits for. */
  protected complain(error: unknown): void {
    this.note(error);
    this.sendEvent(new OutputEvent(`${errorText(error)}\n`, 'important'));
  }

  private async answered<R extends DebugProtocol.Response>(
    response: R,
    work: () => R['body'] | Promise<R['body']>,
    { then, showUser = false }: AnswerOptions,
  ): Promise<void> {
    try {
      const body: R['body'] = await work();
      if (body !== undefined) response.body = body;
    } catch (error) {
      if (codeOf(error) === 'unexpected') this.note(error);
      const message = { id: errorIdOf(error), format: errorText(error), variables: {}, showUser };
      this.sendErrorResponse(response, message);
      return;
    }
    this.sendResponse(response);
    await then?.();
  }
}
