import * as vscode from 'vscode';
import { isRecord } from '../../common/guards';
import type { FiguresTab, TabMessage } from '../../webviews/messages/figures';
import { Disposables } from '../disposables';
import { PullChannel } from '../webview/pullChannel';
import { RequestServer, type RequestHandlers } from '../webview/requestServer';
import { loadPage } from '../webview/webviewPage';
import type { Figures } from './figures';
import { figuresTabs, isFiguresTab, tabNames } from './figuresTabs';

/** What the pages of figures are served from. */
export interface FiguresPages {
  readonly extensionUri: vscode.Uri;
  readonly figures: Figures;
  readonly handlers: RequestHandlers;
}

/** One tab's side of a page. */
interface TabServer {
  readonly channel: PullChannel<unknown>;
  readonly requests: RequestServer;
}

/** Loads the page of figures into a webview, with all tabs or one of them, and answers what each pulls and asks. */
export class FiguresPageServer implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly tabs: ReadonlyMap<FiguresTab, TabServer>;
  /** The tab in front. */
  shown: FiguresTab;

  /**
   * @param only the one tab of an editor.
   * @param first the tab that a page of all tabs will show first, as far as that is known.
   */
  constructor(
    private readonly webview: vscode.Webview,
    { extensionUri, figures, handlers }: FiguresPages,
    only: FiguresTab | undefined,
    first: FiguresTab,
  ) {
    this.shown = only ?? first;
    this.tabs = new Map(tabNames.map((tab) => [tab, this.serverOf(tab, figures, handlers)]));
    this.owned.add(webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    this.owned.add(
      figures.onDidChange(() => {
        for (const { channel } of this.tabs.values()) channel.changed();
      }),
    );
    figures.viewOpened();
    loadPage(webview, extensionUri, {
      name: 'figures',
      title: only === undefined ? 'PS2 ML' : figuresTabs[only].title,
      ...(only !== undefined && { tab: only }),
    });
    this.tabs.get(this.shown)?.channel.expect();
  }

  /** A hidden page does not exist, so its requests are cancelled. */
  hidden(): void {
    for (const { channel, requests } of this.tabs.values()) {
      channel.forget();
      requests.forget();
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  private serverOf(tab: FiguresTab, figures: Figures, handlers: RequestHandlers): TabServer {
    const post = (message: unknown): void =>
      void this.webview.postMessage({ tab, message } satisfies TabMessage);
    const pulled = {
      get revision() {
        return figures.revision;
      },
      content: () => figures.contentOf(tab),
    };
    return {
      channel: this.owned.add(new PullChannel<unknown>(pulled, post)),
      requests: this.owned.add(new RequestServer(handlers, post)),
    };
  }

  private receive(message: unknown): void {
    if (!isRecord(message) || !isFiguresTab(message['tab'])) return;
    const { tab, message: inner } = message;
    if (isRecord(inner) && inner['type'] === 'shown') this.shown = tab;
    const server = this.tabs.get(tab);
    server?.channel.receive(inner);
    server?.requests.receive(inner);
  }
}
