import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { Platform } from '../platform';
import type { ModelPlans } from '../project/modelPlans';
import { fileNameOf } from '../uris';
import { showInPanel } from '../webview/panelPage';
import { Comparison } from './comparison';

const viewType = 'ps2ml.compare';

/** Editors that show two models side by side, and come back after a reload of the window. */
export class ComparePanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly owned = new Disposables();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly platform: Platform,
    private readonly plans: ModelPlans,
    private readonly log: vscode.LogOutputChannel,
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
    const comparison = new Comparison(this.platform, this.plans, left, right, this.log);
    const page = { name: 'compare', title: 'PS2 ML Comparison' } as const;
    showInPanel(panel, this.extensionUri, page, comparison, comparison.requests).add(comparison);
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
