import * as vscode from 'vscode';
import { isRecord } from '../../common/guards';
import type { TokenizerChoice } from '../debug/tokenizerChoice';
import { Disposables } from '../disposables';
import type { KnownImages } from '../image/knownImages';
import type { Platform } from '../platform';
import type { ModelPlans } from '../project/modelPlans';
import { showInPanel } from '../webview/panelPage';
import { anyInspectorViewType, inspectorViewType } from './inspectedUri';
import { InspectorDocument } from './inspectorDocument';
import { inspectorRequests } from './inspectorRequests';
import { Revealer } from './reveal';

/** The read-only editor of `.psnt` files. Fires an event when a file becomes active. */
export class InspectorEditor
  implements vscode.CustomReadonlyEditorProvider<InspectorDocument>, vscode.Disposable
{
  private readonly owned = new Disposables();
  private readonly activations = this.owned.add(new vscode.EventEmitter<InspectorDocument>());
  /** Another file became active, or the active one was read again. */
  readonly onDidActivate = this.activations.event;
  private readonly open = new Set<InspectorDocument>();
  /** Opens files at a place. */
  readonly revealer = new Revealer([inspectorViewType, anyInspectorViewType]);

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly platform: Platform,
    private readonly tokenizers: TokenizerChoice,
    private readonly plans: ModelPlans,
    private readonly images: KnownImages,
    private readonly log: vscode.LogOutputChannel,
  ) {
    for (const viewType of [inspectorViewType, anyInspectorViewType])
      this.owned.add(
        vscode.window.registerCustomEditorProvider(viewType, this, {
          supportsMultipleEditorsPerDocument: true,
        }),
      );
  }

  openCustomDocument(uri: vscode.Uri): InspectorDocument {
    const document = new InspectorDocument(
      uri,
      this.platform,
      this.tokenizers,
      this.plans,
      this.images,
      this.log,
    );
    this.open.add(document);
    document.onDidDispose(() => this.open.delete(document));
    // The page loads meanwhile.
    void document.read();
    return document;
  }

  /** The document of a file that is open in an inspector. */
  documentOf(uri: vscode.Uri): InspectorDocument | undefined {
    return [...this.open].find((document) => document.uri.toString() === uri.toString());
  }

  resolveCustomEditor(document: InspectorDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const page = { name: 'inspector', title: 'PS2 ML Inspector' } as const;
    const owned = showInPanel(
      panel,
      this.extensionUri,
      page,
      document,
      inspectorRequests(document, this.platform.texts),
    );
    // Called twice, it does nothing the second time.
    let forgetPage = (): void => undefined;
    const tellActive = (): void => {
      if (panel.active) this.activations.fire(document);
    };
    owned.add({ dispose: () => forgetPage() });
    owned.add(
      webview.onDidReceiveMessage((message: unknown) => {
        if (!isFirstPull(message)) return;
        forgetPage();
        forgetPage = this.revealer.listen(document.uri, (place) => void webview.postMessage(place));
      }),
    );
    owned.add(document.onDidChange(tellActive));
    owned.add(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) forgetPage();
        tellActive();
      }),
    );
    tellActive();
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** A page that has nothing yet asks for content: it has just loaded. */
function isFirstPull(message: unknown): boolean {
  if (!isRecord(message)) return false;
  const { type, revision } = message;
  return type === 'pull' && revision === -1;
}
