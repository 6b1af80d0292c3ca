import type * as vscode from 'vscode';
import { tokenizerFacts } from '../../model/inspect/tokens';
import type { FileTokenizer } from '../../model/tokenizer/openTokenizer';
import type { TokenizerContent } from '../../webviews/messages/tokenizer';
import { FileDocument } from '../document/fileDocument';
import type { Reading } from '../document/latestReading';
import type { Platform } from '../platform';
import { readTokenizer } from './openTokenizerAt';

/** One tokenizer file that is open in any number of editors. */
export class TokenizerDocument extends FileDocument<TokenizerContent, FileTokenizer> {
  /** The size of the file when it was opened last, which a page shows even if the file is not a tokenizer. */
  private fileBytes = 0;

  constructor(
    uri: vscode.Uri,
    private readonly platform: Platform,
    log: vscode.LogOutputChannel,
  ) {
    super(uri, log);
  }

  /** The tokenizer as it was read last. @throws Error with the reason when it could not be opened. */
  tokenizer(): FileTokenizer {
    return this.openedFile();
  }

  protected async openFile(): Promise<Reading<TokenizerContent, FileTokenizer>> {
    this.fileBytes = 0;
    const file = await this.platform.openFile(this.uri);
    try {
      const fileBytes = (this.fileBytes = file.source.size);
      const opened = await readTokenizer(file, this.uri);
      return { content: { fileName: this.label, fileBytes, facts: tokenizerFacts(opened) }, opened };
    } finally {
      await file.close();
    }
  }

  protected withProblem(problem: string): TokenizerContent {
    return { fileName: this.label, fileBytes: this.fileBytes, problem };
  }
}
