import { DebugSession, OutputEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { codeOf, errorIdOf } from '../errors/codeOf';
import { errorText } from '../../common/errorText';

interface AnswerOptions {
  /** Work that the request starts. It runs after the response is sent, so that its events follow the response. */
  readonly then?: () => void | Promise<void>;
  /** The editor shows a failure in a message. */
  readonly showUser?: boolean;
}

/** Sends the result of some work as the response to a request, or its failure as one sentence. */
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

  /** Logs an error for developers of the adapter. */
  protected abstract note(error: unknown): void;

  /** Shows the user a failure that no request waits for. */
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
