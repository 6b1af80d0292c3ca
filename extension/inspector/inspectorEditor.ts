import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { Platform } from '../platform';
import { PullChannel } from '../webview/pullChannel';
import { loadPage } from '../webview/webviewPage';
import { InspectorDocument } from './inspectorDocument';

export const inspectorViewType = 'ps2ml.inspector';

/** The read-only editor of `.psnt` files. Tells whoever listens which file is in front. */
export class InspectorEditor
  implements vscode.CustomReadonlyEditorProvider<InspectorDocument>, vscode.Disposable
{
  private readonly owned = new Disposables();
  private readonly activations = this.owned.add(new vscode.EventEmitter<InspectorDocument>());
  /** A file came to the front, or the one in front was read anew. */
  readonly onDidActivate = this.activations.event;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly platform: Platform,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.owned.add(
      vscode.window.registerCustomEditorProvider(inspectorViewType, this, {
        supportsMultipleEditorsPerDocument: true,
      }),
    );
  }

  async openCustomDocument(uri: vscode.Uri): Promise<InspectorDocument> {
    const document = new InspectorDocument(uri, this.platform, this.log);
    await document.read();
    return document;
  }

  resolveCustomEditor(document: InspectorDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const channel = new PullChannel(document, (message) => void webview.postMessage(message));
    const tellActive = (): void => {
      if (panel.active) this.activations.fire(document);
    };
    const owned = new Disposables();
    owned.add(channel);
    owned.add(webview.onDidReceiveMessage((message: unknown) => channel.receive(message)));
    owned.add(document.onDidChange(() => channel.changed()));
    owned.add(document.onDidChange(tellActive));
    owned.add(
      panel.onDidChangeViewState(() => {
        // The page is gone while the editor is hidden, and so is its question.
        if (!panel.visible) channel.forget();
        tellActive();
      }),
    );
    panel.onDidDispose(() => owned.dispose());
    loadPage(webview, this.extensionUri, { name: 'inspector', title: 'PS2 ML Inspector' });
    tellActive();
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** The model whose inspector is in front. */
export function inspectedUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === inspectorViewType
    ? input.uri
    : undefined;
}
