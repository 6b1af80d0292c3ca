import {
  ErrorCodes,
  Message,
  type Disposable,
  type MessageReader,
  type MessageWriter,
} from 'vscode-languageserver';

/**
 * A reader that answers what the protocol forbids before it reaches the server: requests before `initialize` and after
 * `shutdown`, and messages that cannot be read.
 */
export function guarded(reader: MessageReader, writer: MessageWriter): MessageReader {
  let state: 'new' | 'running' | 'ending' = 'new';
  const refuse = (id: string | number | null, code: number, message: string): void => {
    const answer = { jsonrpc: '2.0', id, error: { code, message } };
    // A client that is gone needs no answer.
    writer.write(answer as Message).catch(() => undefined);
  };
  reader.onError((error) => {
    refuse(null, ErrorCodes.ParseError, `The message cannot be read: ${error.message.split('\n')[0] ?? ''}`);
  });
  const accept = (message: Message): boolean => {
    if (!Message.isRequest(message)) {
      const isKnown = Message.isNotification(message) || Message.isResponse(message);
      if (!isKnown)
        refuse(null, ErrorCodes.InvalidRequest, 'The message is no request, notification or response.');
      // Before `initialize`, only `exit` counts among notifications.
      return isKnown && (state !== 'new' || Message.isResponse(message) || isExit(message));
    }
    if (state === 'new' && message.method !== 'initialize') {
      refuse(message.id, ErrorCodes.ServerNotInitialized, `"${message.method}" came before "initialize".`);
      return false;
    }
    if (state !== 'new' && message.method === 'initialize') {
      refuse(message.id, ErrorCodes.InvalidRequest, '"initialize" was sent before.');
      return false;
    }
    if (state === 'ending') {
      refuse(message.id, ErrorCodes.InvalidRequest, `"${message.method}" came after "shutdown".`);
      return false;
    }
    state = message.method === 'shutdown' ? 'ending' : 'running';
    return true;
  };
  return {
    onError: reader.onError,
    onClose: reader.onClose,
    onPartialMessage: reader.onPartialMessage,
    dispose: () => reader.dispose(),
    listen: (callback): Disposable =>
      reader.listen((message) => {
        if (accept(message)) callback(message);
      }),
  };
}

const isExit = (message: Message): boolean => Message.isNotification(message) && message.method === 'exit';
