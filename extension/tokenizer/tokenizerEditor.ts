import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { Platform } from '../platform';
import { PullChannel } from '../webview/pullChannel';
import { RequestServer } from '../webview/requestServer';
import { loadPage } from '../webview/webviewPage';
import { TokenizerDocument } from './tokenizerDocument';
import { tokenizerRequests } from './tokenizerRequests';

/** For files whose names say that they are tokenizers, and for others by "Open With". */
const viewTypes = ['ps2ml.tokenizer', 'ps2ml.tokenizer.any'];

/** The read-only editor of tokenizer files. */
export class TokenizerEditor
  implements vscode.CustomReadonlyEditorProvider<TokenizerDocument>, vscode.Disposable
{
  private readonly owned = new Disposables();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly platform: Platform,
    private readonly log: vscode.LogOutputChannel,
  ) {
    for (const viewType of viewTypes)
      this.owned.add(
        vscode.window.registerCustomEditorProvider(viewType, this, {
          supportsMultipleEditorsPerDocument: true,
        }),
      );
  }

  async openCustomDocument(uri: vscode.Uri): Promise<TokenizerDocument> {
    const document = new TokenizerDocument(uri, this.platform, this.log);
    await document.read();
    return document;
  }

  resolveCustomEditor(document: TokenizerDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const post = (message: unknown): void => void webview.postMessage(message);
    const channel = new PullChannel(document, post);
    const requests = new RequestServer(
      tokenizerRequests(() => document.tokenizer()),
      post,
    );
    const owned = new Disposables();
    owned.add(channel);
    owned.add(requests);
    owned.add(
      webview.onDidReceiveMessage((message: unknown) => {
        channel.receive(message);
        requests.receive(message);
      }),
    );
    owned.add(document.onDidChange(() => channel.changed()));
    owned.add(
      panel.onDidChangeViewState(() => {
        if (panel.visible) return;
        channel.forget();
        requests.forget();
      }),
    );
    panel.onDidDispose(() => owned.dispose());
    loadPage(webview, this.extensionUri, { name: 'tokenizer', title: 'PS2 ML Tokenizer' });
    channel.expect();
  }

  dispose(): void {
    this.owned.dispose();
  }
}
