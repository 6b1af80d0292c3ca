import type * as vscode from 'vscode';
import { errorText } from '../../common/errorText';
import { fileNameOf } from '../uris';
import type { Reading } from './latestReading';
import { LiveDocument } from './liveDocument';

/** One file that is open in any number of read-only editors. */
export abstract class FileDocument<Content extends { readonly problem?: string }, Opened>
  extends LiveDocument<Content, Opened>
  implements vscode.CustomDocument
{
  /** The file's name. */
  readonly label: string;

  constructor(
    readonly uri: vscode.Uri,
    log: vscode.LogOutputChannel,
  ) {
    super([uri], log);
    this.label = fileNameOf(uri);
  }

  /** Opens the file and reads what the page shows of it. */
  protected abstract openFile(): Promise<Reading<Content, Opened>>;

  /** What the page shows when the file could not be opened. */
  protected abstract withProblem(problem: string): Content;

  /** The file as the newest reading left it. @throws Error with the reason when it could not be opened. */
  protected openedFile(): Opened {
    const { opened } = this;
    if (opened !== undefined) return opened;
    throw new Error(this.content()?.problem ?? `${this.label} is not open.`);
  }

  protected async open(): Promise<Reading<Content, Opened>> {
    try {
      return await this.openFile();
    } catch (error) {
      const problem = errorText(error);
      this.log.warn(`${this.uri.toString()}: ${problem}`);
      return { content: this.withProblem(problem) };
    }
  }
}
