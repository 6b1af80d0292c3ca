import { DebugSession, OutputEvent, Response } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { codeOf, errorIdOf } from '../errors/codeOf';
import { asError } from '../../common/asError';
import { errorText } from '../../common/errorText';
import { AdapterError } from '../errors/adapterError';
import { checkedRequest, isOffered } from './requestArguments';

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

  /**
   * Refuses requests that are not offered, which the base class would answer with success, and requests whose
   * arguments have wrong types.
   */
  protected override dispatchRequest(request: DebugProtocol.Request): void {
    // Messages come from outside: the type is a promise of the protocol, not of the client.
    const command: unknown = request.command;
    try {
      if (typeof command !== 'string') throw new AdapterError('arguments', 'A request has no "command".');
      if (isOffered(command)) super.dispatchRequest(withPathFormat(checkedRequest(request)));
      else this.customRequest(command, new Response(request), request.arguments);
    } catch (error) {
      this.answer(new Response(request), () => Promise.reject(asError(error)));
    }
  }

  /** The button that an editor shows with an error, if the user can do something about it. */
  protected abstract buttonFor(error: unknown): Pick<DebugProtocol.Message, 'url' | 'urlLabel'>;

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
      this.sendErrorResponse(response, { ...message, ...(showUser && this.buttonFor(error)) });
      return;
    }
    this.sendResponse(response);
    await then?.();
  }
}

/**
 * `initialize` as the base class accepts it, which demands the format that the protocol makes the default. Paths are
 * only compared and opened here, and the listing's may be a URI in any case.
 * @throws AdapterError for a format that the protocol does not know.
 */
function withPathFormat(request: DebugProtocol.Request): DebugProtocol.Request {
  if (request.command !== 'initialize') return request;
  const { arguments: args } = request as DebugProtocol.InitializeRequest;
  const { pathFormat = 'path' } = args;
  if (pathFormat !== 'path' && pathFormat !== 'uri')
    throw new AdapterError('arguments', `"pathFormat" is "${pathFormat}", expected "path" or "uri".`);
  return { ...request, arguments: { ...args, pathFormat: 'path' } };
}
