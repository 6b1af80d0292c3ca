import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  Position,
  Range,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';

/** How long an answer may take. */
const limitMs = 10_000;

/** A conversation with a language server in a process of its own, written down as it goes. */
export class Conversation {
  readonly folderUri: string;
  private readonly process: ChildProcess;
  private readonly connection: ProtocolConnection;
  private readonly published = new Map<string, PublishDiagnosticsParams[]>();
  private readonly lines: string[] = [];
  private readonly versions = new Map<string, number>();
  private changed: () => void = () => undefined;
  /** What the server wrote on standard error, and what it logged as errors. */
  errors = '';

  /** @param server path of the bundle. @param folder the workspace. */
  constructor(server: string, folder: string) {
    this.folderUri = pathToFileURL(folder).toString();
    const child = spawn(process.execPath, [server, '--stdio']);
    child.stderr.on('data', (data: Buffer) => (this.errors += data.toString()));
    this.process = child;
    this.connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (answer: PublishDiagnosticsParams) => {
      const list = this.published.get(answer.uri) ?? [];
      this.published.set(answer.uri, [...list, answer]);
      this.changed();
    });
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.errors += `${message}\n`;
    });
    this.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => null),
    );
    this.connection.listen();
  }

  async initialize(): Promise<InitializeResult> {
    const result = await this.request<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { workspaceFolders: true, configuration: true } },
      workspaceFolders: [{ uri: this.folderUri, name: 'folder' }],
    });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  uri(name: string): string {
    return `${this.folderUri}/${name}`;
  }

  /** Sends a request and writes question and answer down. */
  async request<T>(method: string, parameters: object): Promise<T> {
    const answer = await within(this.connection.sendRequest<T>(method, parameters), method);
    if (method !== 'initialize') {
      this.write(`→ ${method}`, parameters);
      this.write('←', answer);
    }
    return answer;
  }

  /** A request about a position of a document. */
  at<T>(method: string, uri: string, line: number, character: number, more: object = {}): Promise<T> {
    return this.request(`textDocument/${method}`, {
      textDocument: { uri },
      position: { line, character },
      ...more,
    });
  }

  notify(method: string, parameters: object): Promise<void> {
    return this.connection.sendNotification(method, parameters);
  }

  async open(uri: string, languageId: string, text: string): Promise<void> {
    this.versions.set(uri, 1);
    await this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Replaces the whole text. */
  async change(uri: string, text: string): Promise<void> {
    const version = (this.versions.get(uri) ?? 1) + 1;
    this.versions.set(uri, version);
    await this.notify('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  /** The diagnostics of the present text, once the server has published them. */
  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const wanted = this.versions.get(uri);
    for (;;) {
      const answer = this.published.get(uri)?.find(({ version }) => version === wanted);
      if (answer) {
        this.write(`← diagnostics of ${uri}`, answer.diagnostics);
        return answer.diagnostics;
      }
      await within(new Promise<void>((resolve) => (this.changed = resolve)), `diagnostics of ${uri}`);
    }
  }

  /** Ends as the protocol wants it; resolves to the exit code. */
  async close(): Promise<number | null> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    if (this.process.exitCode === null) await within(once(this.process, 'exit'), 'exit');
    this.connection.dispose();
    return this.process.exitCode;
  }

  /** Ends it whatever state it is in. */
  kill(): void {
    this.process.kill();
  }

  get isRunning(): boolean {
    return this.process.exitCode === null;
  }

  /**
   * Everything that was asked and answered, the workspace's folder written as FOLDER; forecasts of time, which follow
   * the models of the machine, are left out.
   */
  transcript(): string {
    return `${this.lines.join('\n')}\n`
      .replaceAll(encodeURIComponent(this.folderUri), 'FOLDER')
      .replaceAll(this.folderUri, 'FOLDER')
      .replaceAll(/(?<=\| Forecast \| )[\d.,]+ ms [^|]*(?= \|)/g, '…');
  }

  private write(title: string, value: unknown): void {
    this.lines.push(`${title} ${JSON.stringify(value, shortPlace, 1)}`);
  }
}

/** Writes a position as `3:14` and a range as `3:14–3:20`, counted from 0 as the protocol does. */
function shortPlace(_key: string, value: unknown): unknown {
  if (Range.is(value)) return `${place(value.start)}–${place(value.end)}`;
  return Position.is(value) ? place(value) : value;
}

const place = ({ line, character }: Position): string => `${line}:${character}`;

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
