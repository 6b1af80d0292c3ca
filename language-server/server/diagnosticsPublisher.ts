import { CancellationTokenSource, type Connection } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Dispatcher } from './dispatcher';

interface Check {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly source: CancellationTokenSource;
}

/**
 * Checks documents after each pause in typing and publishes the findings; a newer text cancels the check of an older
 * one.
 */
export class DiagnosticsPublisher {
  private readonly checks = new Map<string, Check>();

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly connection: Connection,
    private readonly pauseMs: number,
  ) {}

  check(document: TextDocument): void {
    this.cancel(document.uri);
    const source = new CancellationTokenSource();
    const timer = setTimeout(() => void this.publish(document, source), this.pauseMs);
    this.checks.set(document.uri, { timer, source });
  }

  /** Dependencies of documents have changed. */
  checkAll(): void {
    for (const document of this.dispatcher.all()) this.check(document);
  }

  /** A closed document has no diagnostics. */
  forget({ uri }: TextDocument): void {
    this.cancel(uri);
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  private cancel(uri: string): void {
    const check = this.checks.get(uri);
    this.checks.delete(uri);
    if (check === undefined) return;
    clearTimeout(check.timer);
    check.source.cancel();
    check.source.dispose();
  }

  private async publish(document: TextDocument, source: CancellationTokenSource): Promise<void> {
    const { uri, version } = document;
    const found = await this.dispatcher.ask(uri, (service) => service.diagnostics?.(document, source.token));
    if (source.token.isCancellationRequested || found === undefined) return;
    await this.connection.sendDiagnostics({ uri, version, diagnostics: [...found] });
  }
}
