import * as vscode from 'vscode';
import { listingLanguage } from '../listing/listingUri';
import type { TraceDocument } from './traceDocument';

/** The scheme of listings that come out of a trace: the model need not be there. */
const scheme = 'ps2ml-trace';

/** Gives the listings of traces that are open. */
export class TraceListings implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  private readonly texts = new Map<string, string>();

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.texts.get(uri.toString()) ??
      '# This listing belongs to a trace. Open the trace and choose Listing.\n'
    );
  }

  /** Opens the listing of a trace. @throws Error when the trace has no listing. */
  async show({ uri: trace, label, listing }: TraceDocument): Promise<void> {
    if (listing === undefined) throw new Error(`${label} has no listing.`);
    const name = label.replace(/\.ps2trace$/, '.ps2ml');
    const uri = vscode.Uri.from({ scheme, path: `/${name}`, query: trace.toString() });
    this.texts.set(uri.toString(), listing);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, listingLanguage);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.registration.dispose();
  }
}
