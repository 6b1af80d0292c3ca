import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { Platform } from '../platform';
import { showInPanel } from '../webview/panelPage';
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
    const page = { name: 'tokenizer', title: 'PS2 ML Tokenizer' } as const;
    const requests = tokenizerRequests(() => document.tokenizer(), this.platform.texts);
    showInPanel(panel, this.extensionUri, page, document, requests);
  }

  dispose(): void {
    this.owned.dispose();
  }
}
