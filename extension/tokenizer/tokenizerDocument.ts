import * as vscode from 'vscode';
import { tokenizerFacts } from '../../model/inspect/tokens';
import type { FileTokenizer } from '../../model/tokenizer/openTokenizer';
import type { TokenizerContent } from '../../webviews/messages/tokenizer';
import { Disposables } from '../disposables';
import { errorText } from '../errorText';
import type { Platform } from '../platform';
import { fileNameOf } from '../uris';
import { watchFile } from '../watchFile';
import type { Pulled } from '../webview/pullChannel';
import { openTokenizerAt } from './openTokenizerAt';

/** One tokenizer file that is open in any number of editors; read again whenever it changes. */
export class TokenizerDocument implements vscode.CustomDocument, Pulled<TokenizerContent> {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  private current: TokenizerContent;
  private opened: FileTokenizer | undefined;
  revision = 0;
  readonly onDidChange = this.changes.event;

  constructor(
    readonly uri: vscode.Uri,
    private readonly platform: Platform,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.current = { fileName: fileNameOf(uri), fileBytes: 0 };
    this.owned.add(watchFile(uri, () => void this.read()));
  }

  content(): TokenizerContent {
    return this.current;
  }

  /** The tokenizer as it was read last. @throws Error with a sentence when it could not be. */
  tokenizer(): Promise<FileTokenizer> {
    const { opened, current } = this;
    if (opened !== undefined) return Promise.resolve(opened);
    return Promise.reject(new Error(current.problem ?? `${current.fileName} is not open.`));
  }

  /** Reads the file anew. Never fails: what is wrong becomes the content's problem. */
  async read(): Promise<void> {
    const fileName = fileNameOf(this.uri);
    let fileBytes = 0;
    try {
      fileBytes = (await vscode.workspace.fs.stat(this.uri)).size;
      this.opened = await openTokenizerAt(this.platform, this.uri);
      this.current = { fileName, fileBytes, facts: tokenizerFacts(this.opened) };
    } catch (error) {
      const problem = errorText(error);
      this.log.warn(`${this.uri.toString()}: ${problem}`);
      this.opened = undefined;
      this.current = { fileName, fileBytes, problem };
    }
    this.revision++;
    this.changes.fire();
  }

  dispose(): void {
    this.owned.dispose();
  }
}
