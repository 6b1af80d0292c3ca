import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { PanelContent } from '../webview/panelPage';
import { LatestReading, type Reading } from './latestReading';
import { watchFile } from './watchFile';

/** What one or more files contain, for the pages that show it; read again whenever one of the files changes. */
export abstract class LiveDocument<Content, Opened> implements PanelContent<Content>, vscode.Disposable {
  protected readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  private readonly disposals = new vscode.EventEmitter<void>();
  private readonly readings: LatestReading<Content, Opened>;
  /** −1 until the files have been read once, so that no page gets an empty content first. */
  revision = -1;
  readonly onDidChange = this.changes.event;
  /** The last editor that showed the document was closed. */
  readonly onDidDispose = this.disposals.event;

  constructor(
    files: readonly vscode.Uri[],
    protected readonly log: vscode.LogOutputChannel,
  ) {
    const changed = (): void => {
      this.revision++;
      this.changes.fire();
    };
    this.readings = new LatestReading(changed, (problem) => log.warn(problem));
    for (const file of files) this.owned.add(watchFile(file, () => void this.read()));
  }

  /** Opens the files and reads what the page shows of them. Never rejects: an error is part of the content. */
  protected abstract open(): Promise<Reading<Content, Opened>>;

  /** What the newest reading left open. */
  protected get opened(): Opened | undefined {
    return this.readings.current?.opened;
  }

  content(): Content | undefined {
    return this.readings.current?.content;
  }

  /** Reads the files again. Never rejects. */
  read(): Promise<void> {
    return this.readings.take(() => this.open());
  }

  dispose(): void {
    this.disposals.fire();
    this.disposals.dispose();
    this.owned.dispose();
    this.readings.dispose();
  }
}
