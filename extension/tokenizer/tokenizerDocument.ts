import * as vscode from 'vscode';
import { tokenizerFacts } from '../../model/inspect/tokens';
import type { FileTokenizer } from '../../model/tokenizer/openTokenizer';
import type { TokenizerContent } from '../../webviews/messages/tokenizer';
import { Disposables } from '../disposables';
import { errorText } from '../../common/errorText';
import type { Platform } from '../platform';
import { fileNameOf } from '../uris';
import { watchFile } from '../watchFile';
import type { Pulled } from '../webview/pullChannel';
import { readTokenizer } from './openTokenizerAt';

/** One tokenizer file that is open in any number of editors; read again whenever it changes. */
export class TokenizerDocument implements vscode.CustomDocument, Pulled<TokenizerContent> {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  private current: TokenizerContent;
  private opened: FileTokenizer | undefined;
  /** Counts the readings, so that an older one that ends later is dropped. */
  private turn = 0;
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
    const turn = ++this.turn;
    const { content, opened } = await this.open();
    // The file changed meanwhile.
    if (turn !== this.turn) return;
    this.opened = opened;
    this.current = content;
    this.revision++;
    this.changes.fire();
  }

  private async open(): Promise<{ content: TokenizerContent; opened?: FileTokenizer }> {
    const fileName = fileNameOf(this.uri);
    let fileBytes = 0;
    try {
      const file = await this.platform.openFile(this.uri);
      try {
        fileBytes = file.source.size;
        const opened = await readTokenizer(file, this.uri);
        return { content: { fileName, fileBytes, facts: tokenizerFacts(opened) }, opened };
      } finally {
        await file.close();
      }
    } catch (error) {
      const problem = errorText(error);
      this.log.warn(`${this.uri.toString()}: ${problem}`);
      return { content: { fileName, fileBytes, problem } };
    }
  }

  dispose(): void {
    this.owned.dispose();
  }
}
