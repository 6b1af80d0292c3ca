import {
  Message,
  TextDocumentSyncKind,
  type Disposable,
  type MessageReader,
  type MessageWriter,
} from 'vscode-languageserver';
import { isRecord } from '../../common/guards';
import {
  mapPositions,
  preferredEncoding,
  recount,
  recountTokens,
  type PositionEncoding,
} from './positionEncoding';

/** A request that has no answer yet. */
interface Asked {
  readonly method: string;
  readonly uri: string;
}

/**
 * The channel to a client that counts characters in UTF-8 or UTF-32. Services count in UTF-16, so that positions are
 * changed on their way in and out. For UTF-16, messages pass as they are.
 */
export class EncodedChannel {
  /** Reads a document that is not open in the editor. */
  readFile: (uri: string) => Promise<string> = () => Promise.resolve('');
  private encoding: PositionEncoding = 'utf-16';
  private readonly open = new Map<string, readonly string[]>();
  private readonly asked = new Map<unknown, Asked>();
  private lastWrite: Promise<void> = Promise.resolve();

  constructor(private readonly inner: { readonly reader: MessageReader; readonly writer: MessageWriter }) {}

  get reader(): MessageReader {
    const { reader } = this.inner;
    return {
      onError: reader.onError,
      onClose: reader.onClose,
      onPartialMessage: reader.onPartialMessage,
      dispose: () => reader.dispose(),
      listen: (callback): Disposable => reader.listen((message) => callback(this.received(message))),
    };
  }

  get writer(): MessageWriter {
    const { writer } = this.inner;
    return {
      onError: writer.onError,
      onClose: writer.onClose,
      dispose: () => writer.dispose(),
      end: () => writer.end(),
      write: (message) => this.write(message),
    };
  }

  private received(message: Message): Message {
    if (Message.isRequest(message) && message.method === 'initialize') {
      const { params } = message;
      this.encoding = preferredEncoding(isRecord(params) ? params['capabilities'] : undefined);
      if (this.encoding !== 'utf-16' && message.id !== null)
        this.asked.set(message.id, { method: message.method, uri: '' });
      return message;
    }
    if (this.encoding === 'utf-16' || !(Message.isRequest(message) || Message.isNotification(message)))
      return message;
    const { params } = message;
    const uri = documentOf(params);
    this.follow(message.method, uri, params);
    if (Message.isRequest(message)) this.asked.set(message.id, { method: message.method, uri });
    const changed = mapPositions(params, uri, ({ line, character }, of) => {
      const text = this.open.get(of)?.[line] ?? '';
      return { line, character: recount(text, character, this.encoding, 'utf-16') };
    });
    return { ...message, params: changed } as Message;
  }

  /** Keeps the texts of open documents. Changes come as whole texts (`inEncoding`). */
  private follow(method: string, uri: string, params: unknown): void {
    if (!isRecord(params)) return;
    const { textDocument, contentChanges } = params;
    if (method === 'textDocument/didClose') this.open.delete(uri);
    const opened =
      method === 'textDocument/didOpen' && isRecord(textDocument) ? textDocument['text'] : undefined;
    const last: unknown = Array.isArray(contentChanges) ? contentChanges.at(-1) : undefined;
    const text = opened ?? (isRecord(last) ? last['text'] : undefined);
    if (typeof text === 'string') this.open.set(uri, linesOf(text));
  }

  private write(message: Message): Promise<void> {
    const { writer } = this.inner;
    if (this.encoding === 'utf-16') return writer.write(message);
    // Reading a file must not change the order of messages.
    const written = this.lastWrite.then(async () => writer.write(await this.sent(message)));
    this.lastWrite = written.catch(() => undefined);
    return written;
  }

  private async sent(message: Message): Promise<Message> {
    if (Message.isNotification(message)) {
      const params = await this.recounted(message.params, documentOf(message.params));
      return { ...message, params } as Message;
    }
    if (!Message.isResponse(message)) return message;
    const asked = this.asked.get(message.id);
    this.asked.delete(message.id);
    const { result } = message;
    if (asked === undefined || (!isRecord(result) && !Array.isArray(result))) return message;
    if (asked.method === 'initialize')
      return { ...message, result: inEncoding(result, this.encoding) } as Message;
    if (asked.method.startsWith('textDocument/semanticTokens') && isRecord(result)) {
      const data = recountTokens(
        numbersOf(result['data']),
        this.open.get(asked.uri) ?? [],
        'utf-16',
        this.encoding,
      );
      return { ...message, result: { ...result, data } } as Message;
    }
    return { ...message, result: await this.recounted(result, asked.uri) } as Message;
  }

  /** A value with positions as the client counts them. */
  private async recounted(value: unknown, uri: string): Promise<unknown> {
    const texts = new Map(this.open);
    const missing = new Set<string>();
    mapPositions(value, uri, (position, of) => {
      if (!texts.has(of)) missing.add(of);
      return position;
    });
    for (const of of missing) texts.set(of, linesOf(await this.readFile(of).catch(() => '')));
    return mapPositions(value, uri, ({ line, character }, of) => ({
      line,
      character: recount(texts.get(of)?.[line] ?? '', character, 'utf-16', this.encoding),
    }));
  }
}

/** The answer to `initialize` for an encoding: whole texts instead of changed ranges, no differences of tokens. */
function inEncoding(result: unknown, positionEncoding: PositionEncoding): unknown {
  if (!isRecord(result) || !isRecord(result['capabilities'])) return result;
  const { textDocumentSync, semanticTokensProvider, ...rest } = result['capabilities'];
  return {
    ...result,
    capabilities: {
      ...rest,
      positionEncoding,
      textDocumentSync: {
        ...(isRecord(textDocumentSync) && textDocumentSync),
        change: TextDocumentSyncKind.Full,
      },
      ...(isRecord(semanticTokensProvider) && {
        semanticTokensProvider: { ...semanticTokensProvider, full: true },
      }),
    },
  };
}

function documentOf(params: unknown): string {
  if (!isRecord(params)) return '';
  const { textDocument, uri } = params;
  const found = isRecord(textDocument) ? textDocument['uri'] : uri;
  return typeof found === 'string' ? found : '';
}

const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/);

const numbersOf = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
