import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { Platform } from '../platform';
import type { Figures } from '../views/figures';
import { showTab } from '../views/showTab';
import { showInPanel } from '../webview/panelPage';
import type { RequestHandlers } from '../webview/requestServer';
import { chooseBaseline, exportTrace } from './traceActions';
import { TraceDocument } from './traceDocument';
import type { TraceStorage } from './traceStorage';
import { TraceListings } from './traceListing';

const traceViewType = 'ps2ml.trace';

/** The read-only editor of `.ps2trace` files. The views in the panel follow the one in front. */
export class TraceEditor implements vscode.CustomReadonlyEditorProvider<TraceDocument>, vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly listings = this.owned.add(new TraceListings());
  private readonly documents = new Set<TraceDocument>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly platform: Platform,
    private readonly figures: Figures,
    private readonly storage: Pick<TraceStorage, 'list'>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.owned.add(
      vscode.window.registerCustomEditorProvider(traceViewType, this, {
        supportsMultipleEditorsPerDocument: true,
      }),
    );
  }

  /** Calls `use` with the trace of the active editor, or asks the user to open one. */
  async withActive(use: (document: TraceDocument) => Promise<void>): Promise<void> {
    const { active } = this;
    if (active !== undefined) await use(active);
    else void vscode.window.showInformationMessage('Open a trace (.ps2trace) first.');
  }

  async openCustomDocument(uri: vscode.Uri): Promise<TraceDocument> {
    const document = new TraceDocument(uri, this.platform, this.log);
    this.documents.add(document);
    document.onDidDispose(() => this.documents.delete(document));
    await document.read();
    return document;
  }

  resolveCustomEditor(document: TraceDocument, panel: vscode.WebviewPanel): void {
    const page = { name: 'trace', title: 'PS2 ML Trace' } as const;
    const owned = showInPanel(panel, this.extensionUri, page, document, this.handlers(document));
    owned.add(panel.onDidChangeViewState(() => this.follow(document, panel)));
    this.follow(document, panel);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private get active(): TraceDocument | undefined {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (!(input instanceof vscode.TabInputCustom) || input.viewType !== traceViewType) return undefined;
    const uri = input.uri.toString();
    return [...this.documents].find((document) => document.uri.toString() === uri);
  }

  /** The views show the trace in front, unless a session is under way. */
  private follow({ store }: TraceDocument, { active }: vscode.WebviewPanel): void {
    if (active && store !== undefined) this.figures.showTrace(store);
  }

  private handlers(document: TraceDocument): RequestHandlers {
    const answer =
      (work: () => Promise<unknown>): (() => Promise<null>) =>
      async () => {
        await work();
        return null;
      };
    return {
      compare: answer(() => chooseBaseline(document, this.storage)),
      endComparison: answer(() => document.compareWith(undefined)),
      export: answer(() => exportTrace(document, this.platform)),
      showListing: answer(() => this.listings.show(document)),
      showInViews: answer(async () => {
        if (document.store !== undefined) this.figures.showTrace(document.store);
        // A program without a plan has no operations whose time is known.
        await showTab(this.figures, document.store?.plan.program === undefined ? 'time' : 'disc');
      }),
    };
  }
}
