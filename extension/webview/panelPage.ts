import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import { PullChannel, type Pulled } from './pullChannel';
import { RequestServer, type RequestHandlers } from './requestServer';
import { loadPage, type PageName } from './webviewPage';

/** What a page in a panel shows, with an event for changes. */
export interface PanelContent<Content> extends Pulled<Content> {
  readonly onDidChange: vscode.Event<void>;
}

/**
 * Loads a page into a panel, which pulls what it shows and may ask. While the panel is hidden there is no page, and
 * nobody waits for answers.
 * @returns owns everything that is released with the panel; add more to it.
 */
export function showInPanel<Content>(
  panel: vscode.WebviewPanel,
  extensionUri: vscode.Uri,
  page: PageName,
  content: PanelContent<Content>,
  handlers: RequestHandlers,
): Disposables {
  const { webview } = panel;
  const post = (message: unknown): void => void webview.postMessage(message);
  const owned = new Disposables();
  const channel = owned.add(new PullChannel(content, post));
  const requests = owned.add(new RequestServer(handlers, post));
  owned.add(
    webview.onDidReceiveMessage((message: unknown) => {
      channel.receive(message);
      requests.receive(message);
    }),
  );
  owned.add(content.onDidChange(() => channel.changed()));
  owned.add(
    panel.onDidChangeViewState(() => {
      if (panel.visible) return;
      channel.forget();
      requests.forget();
    }),
  );
  panel.onDidDispose(() => owned.dispose());
  loadPage(webview, extensionUri, page);
  channel.expect();
  return owned;
}
