import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import { PullChannel, type Pulled } from '../webview/pullChannel';
import { RequestServer, type RequestHandlers } from '../webview/requestServer';
import { loadPage, type PageName } from '../webview/webviewPage';

/** A part of the figures that a page pulls. */
export interface PulledFigures<Content> extends Pulled<Content> {
  readonly onDidChange: vscode.Event<void>;
  viewOpened(): void;
  /** The text after the title of the view. */
  readonly label: string | undefined;
}

/** What one page is made of. */
export interface FiguresPage<Content> {
  readonly page: PageName;
  readonly pulled: PulledFigures<Content>;
  readonly handlers: RequestHandlers;
}

/** Loads a page of figures into a webview and answers what it pulls and asks. */
export class FiguresPageServer<Content> implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly channel: PullChannel<Content>;
  private readonly requests: RequestServer;

  constructor(
    webview: vscode.Webview,
    extensionUri: vscode.Uri,
    { page, pulled, handlers }: FiguresPage<Content>,
  ) {
    this.channel = this.owned.add(new PullChannel(pulled, (message) => void webview.postMessage(message)));
    this.requests = this.owned.add(
      new RequestServer(handlers, (message) => void webview.postMessage(message)),
    );
    this.owned.add(
      webview.onDidReceiveMessage((message: unknown) => {
        this.channel.receive(message);
        this.requests.receive(message);
      }),
    );
    this.owned.add(pulled.onDidChange(() => this.channel.changed()));
    pulled.viewOpened();
    loadPage(webview, extensionUri, page);
    this.channel.expect();
  }

  /** A hidden page does not exist, so its requests are cancelled. */
  hidden(): void {
    this.channel.forget();
    this.requests.forget();
  }

  dispose(): void {
    this.owned.dispose();
  }
}
