import * as vscode from 'vscode';
import type { FiguresTab } from '../../webviews/messages/figures';
import { Disposables } from '../disposables';
import { FiguresPageServer, type FiguresPages } from './figuresPage';
import { figuresTabs, figuresViewId, tabNames } from './figuresTabs';

/** The view "PS2 ML" of the panel, and each of its tabs as an editor. */
export class FiguresView implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly editors = new Map<FiguresTab, vscode.WebviewPanel>();
  private panel: FiguresPageServer | undefined;
  /** The tab that the panel showed when it was last seen. */
  private lastTab: FiguresTab = 'disc';

  constructor(private readonly pages: FiguresPages) {
    const { window, commands } = vscode;
    this.owned.add(
      window.registerWebviewViewProvider(figuresViewId, {
        resolveWebviewView: (view) => this.resolve(view),
      }),
    );
    this.owned.add(commands.registerCommand('ps2ml.openTab', () => this.open(this.shownTab)));
    for (const tab of tabNames) {
      const { viewType, command } = figuresTabs[tab];
      this.owned.add(
        window.registerWebviewPanelSerializer(viewType, {
          deserializeWebviewPanel: (opened) => {
            this.serve(tab, opened);
            return Promise.resolve();
          },
        }),
      );
      this.owned.add(commands.registerCommand(command, () => this.open(tab)));
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  private get shownTab(): FiguresTab {
    return this.panel?.shown ?? this.lastTab;
  }

  private resolve(view: vscode.WebviewView): void {
    const server = new FiguresPageServer(view.webview, this.pages, undefined, this.lastTab);
    this.panel = server;
    const visibility = view.onDidChangeVisibility(() => {
      if (!view.visible) server.hidden();
    });
    view.onDidDispose(() => {
      this.lastTab = server.shown;
      visibility.dispose();
      server.dispose();
      if (this.panel === server) this.panel = undefined;
    });
  }

  private open(tab: FiguresTab): void {
    const { viewType, title } = figuresTabs[tab];
    const editor = this.editors.get(tab);
    if (editor !== undefined) editor.reveal();
    else this.serve(tab, vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active));
  }

  private serve(tab: FiguresTab, opened: vscode.WebviewPanel): void {
    this.editors.set(tab, opened);
    opened.iconPath = vscode.Uri.joinPath(this.pages.extensionUri, 'media', 'icon.png');
    const server = new FiguresPageServer(opened.webview, this.pages, tab, tab);
    const visibility = opened.onDidChangeViewState(() => {
      if (!opened.visible) server.hidden();
    });
    opened.onDidDispose(() => {
      visibility.dispose();
      server.dispose();
      if (this.editors.get(tab) === opened) this.editors.delete(tab);
    });
  }
}
