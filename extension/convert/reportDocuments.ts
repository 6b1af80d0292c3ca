import * as vscode from 'vscode';
import { errorText } from '../../common/errorText';
import { readingOf } from '../project/resolver';
import { fileNameOf } from '../uris';
import type { Converter, WorkOptions } from './converter';
import { errorReport } from './errorReport';
import { withPercents } from './progress';

export const reportScheme = 'ps2ml-report';

/** The two files that a report compares, by paths on disk. */
export interface Compared {
  readonly source: string;
  readonly target: string;
  /** Also what the models say on this text. */
  readonly text?: string;
}

/** The URI of a report. It names both files, so that the text can be made again after a reload. */
export function reportUri({ source, target, text }: Compared): vscode.Uri {
  const name = fileNameOf(vscode.Uri.file(target));
  const query = JSON.stringify(text === undefined ? [source, target] : [source, target, text]);
  return vscode.Uri.from({ scheme: reportScheme, path: `/${name} report.md`, query });
}

/** Reports of conversions as read-only documents. */
export class ReportDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changes.event;
  /** The report that is about to be opened. */
  private made: { readonly key: string; readonly text: string } | undefined;
  private lastText =
    'Once upon a time, there was a little girl named Lily. She loved to play outside in the park.';
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(reportScheme, this);

  constructor(private readonly converter: Converter | undefined) {}

  /** Compares the files again and shows the report; shows a message when that fails. */
  async show(compared: Compared): Promise<void> {
    const uri = reportUri(compared);
    const title = `Comparing ${fileNameOf(vscode.Uri.file(compared.target))}`;
    try {
      const text = await withPercents(title, (options) => this.make(compared, options));
      if (text === undefined) return;
      this.made = { key: uri.toString(), text };
      // A report of the same files that is still open.
      this.changes.fire(uri);
      await vscode.window.showTextDocument(uri, { preview: false });
    } catch (error) {
      void vscode.window.showErrorMessage(errorText(error));
    }
  }

  /** As `show`, with what the models say on a text that is asked for. */
  async showOnText(compared: Compared): Promise<void> {
    const text = await vscode.window.showInputBox({
      title: 'Report on a Text',
      prompt: 'Both models process this text in the reference engine. Text beyond the context is cut off.',
      value: this.lastText,
      ignoreFocusOut: true,
    });
    if (text === undefined || text.trim() === '') return;
    this.lastText = text;
    await this.show({ ...compared, text });
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    if (this.made?.key === uri.toString()) return this.made.text;
    const compared = comparedOf(uri);
    if (compared === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    const abort = new AbortController();
    const listener = token.onCancellationRequested(() => abort.abort());
    try {
      return await this.make(compared, { onProgress: () => undefined, signal: abort.signal });
    } finally {
      listener.dispose();
    }
  }

  dispose(): void {
    this.registration.dispose();
    this.changes.dispose();
  }

  private async make({ source, target, text }: Compared, options: WorkOptions): Promise<string> {
    if (this.converter === undefined) throw new Error('The report needs both models as files on disk.');
    const report = await this.converter.report(source, target, {
      ...options,
      reading: await readingOf(vscode.Uri.file(source)),
      ...(text !== undefined && { text: { text } }),
    });
    const [from, to] = [source, target].map((path) => fileNameOf(vscode.Uri.file(path)));
    return errorReport(from ?? source, to ?? target, report.tensors, report.text);
  }
}

function comparedOf(uri: vscode.Uri): Compared | undefined {
  try {
    const files: unknown = JSON.parse(uri.query);
    if (!Array.isArray(files)) return undefined;
    const [source, target, text] = files as readonly unknown[];
    if (typeof source !== 'string' || typeof target !== 'string') return undefined;
    return { source, target, ...(typeof text === 'string' && { text }) };
  } catch {
    return undefined;
  }
}
