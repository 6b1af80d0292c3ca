import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { Platform } from '../platform';
import { fileNameOf } from '../uris';
import { PullChannel } from '../webview/pullChannel';
import { RequestServer } from '../webview/requestServer';
import { loadPage } from '../webview/webviewPage';
import { Comparison } from './comparison';

const viewType = 'ps2ml.compare';

/** Editors that show two models side by side, and come back after a reload of the window. */
export class ComparePanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly owned = new Disposables();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly platform: Platform,
  ) {
    this.owned.add(vscode.window.registerWebviewPanelSerializer(viewType, this));
  }

  /** Opens an editor that compares two models. */
  open(left: vscode.Uri, right: vscode.Uri): void {
    const title = `${fileNameOf(left)} ↔ ${fileNameOf(right)}`;
    this.fill(vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active), left, right);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const uris = urisOf(state);
    if (uris === undefined) panel.dispose();
    else this.fill(panel, ...uris);
    return Promise.resolve();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private fill(panel: vscode.WebviewPanel, left: vscode.Uri, right: vscode.Uri): void {
    const { webview } = panel;
    const post = (message: unknown): void => void webview.postMessage(message);
    const owned = new Disposables();
    const comparison = owned.add(new Comparison(this.platform, left, right));
    const channel = owned.add(new PullChannel(comparison, post));
    const requests = owned.add(new RequestServer(comparison.requests, post));
    owned.add(
      webview.onDidReceiveMessage((message: unknown) => {
        channel.receive(message);
        requests.receive(message);
      }),
    );
    owned.add(comparison.onDidChange(() => channel.changed()));
    owned.add(
      panel.onDidChangeViewState(() => {
        if (panel.visible) return;
        channel.forget();
        requests.forget();
      }),
    );
    panel.onDidDispose(() => owned.dispose());
    loadPage(webview, this.extensionUri, { name: 'compare', title: 'PS2 ML Comparison' });
    channel.expect();
    void comparison.read();
  }
}

/** The two files of a page's state (webviews/common/page.ts). */
function urisOf(state: unknown): [vscode.Uri, vscode.Uri] | undefined {
  const { content } = (state ?? {}) as { content?: { left?: { uri?: unknown }; right?: { uri?: unknown } } };
  const left = content?.left?.uri;
  const right = content?.right?.uri;
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  return [vscode.Uri.parse(left, true), vscode.Uri.parse(right, true)];
}
