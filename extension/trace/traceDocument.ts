import * as vscode from 'vscode';
import { openTrace, type TraceFile } from '../../model/trace/file/reader';
import type { TraceContent } from '../../webviews/messages/trace';
import { Disposables } from '../disposables';
import { errorText } from '../../common/errorText';
import type { Platform } from '../platform';
import { TraceStore } from '../traceStore';
import { fileNameOf } from '../uris';
import type { Pulled } from '../webview/pullChannel';
import { traceContent } from './traceContent';

/** Writers often touch a file many times in a row; it is read again when they are done. */
const settleMs = 200;

interface Opened {
  readonly trace: TraceFile;
  readonly bytes: number;
  /** For the views in the panel. */
  readonly store: TraceStore;
}

/** One trace that is open in any number of editors; read again whenever the file changes. */
export class TraceDocument implements vscode.CustomDocument, Pulled<TraceContent> {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  private current: TraceContent;
  private opened: Opened | undefined;
  private baseline: vscode.Uri | undefined;
  private settle: ReturnType<typeof setTimeout> | undefined;
  /** Counts the readings, so that an older one that ends later is dropped. */
  private turn = 0;
  revision = 0;
  readonly onDidChange = this.changes.event;
  private readonly disposals = this.owned.add(new vscode.EventEmitter<void>());
  /** The last editor that showed it was closed. */
  readonly onDidDispose = this.disposals.event;
  readonly label: string;

  constructor(
    readonly uri: vscode.Uri,
    private readonly platform: Pick<Platform, 'openFile'>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.label = fileNameOf(uri);
    this.current = { fileName: this.label };
    // A name may hold what means something in a pattern.
    const name = this.label.replace(/[[{}*?]/g, '[$&]');
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name);
    const watcher = this.owned.add(vscode.workspace.createFileSystemWatcher(pattern));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.owned.add(event(() => this.readSoon()));
    }
  }

  content(): TraceContent {
    return this.current;
  }

  /** The run as the views in the panel take it; undefined when the file could not be opened. */
  get store(): TraceStore | undefined {
    return this.opened?.store;
  }

  /** The text of the listing; undefined when the trace has none. */
  get listing(): string | undefined {
    return this.opened?.trace.info.plan.listing.text;
  }

  /** Compares with another trace, or with none. @throws Error in words when it cannot be opened. */
  async compareWith(baseline: vscode.Uri | undefined): Promise<void> {
    // What cannot be opened is not taken.
    if (baseline !== undefined) await this.withTrace(baseline, () => Promise.resolve());
    this.baseline = baseline;
    await this.read();
  }

  /** Reads the file anew. Never fails: what is wrong becomes the content's problem. */
  async read(): Promise<void> {
    const turn = ++this.turn;
    const { content, opened } = await this.open();
    if (turn !== this.turn) return;
    this.opened = opened;
    this.current = content;
    this.revision++;
    this.changes.fire();
  }

  /** Opens the trace for as long as `use` takes. @throws Error in words. */
  withEvents<T>(use: (trace: TraceFile) => Promise<T>): Promise<T> {
    return this.withTrace(this.uri, (trace) => use(trace));
  }

  dispose(): void {
    this.turn++;
    clearTimeout(this.settle);
    this.disposals.fire();
    this.owned.dispose();
  }

  private async open(): Promise<{ content: TraceContent; opened?: Opened }> {
    try {
      return await this.withTrace(this.uri, async (trace, bytes) => {
        const opened = { trace, bytes, store: await TraceStore.open(trace, this.label) };
        const { baseline } = this;
        const content =
          baseline === undefined
            ? await traceContent(trace, bytes)
            : await this.withTrace(baseline, (other) => traceContent(trace, bytes, other));
        return { content: { fileName: this.label, trace: content }, opened };
      });
    } catch (error) {
      const problem = errorText(error);
      this.log.warn(`${this.uri.toString()}: ${problem}`);
      return { content: { fileName: this.label, problem } };
    }
  }

  private async withTrace<T>(
    uri: vscode.Uri,
    use: (trace: TraceFile, bytes: number) => Promise<T>,
  ): Promise<T> {
    const file = await this.platform.openFile(uri);
    try {
      return await use(await openTrace(file.source, file.label), file.source.size);
    } finally {
      await file.close();
    }
  }

  private readSoon(): void {
    clearTimeout(this.settle);
    this.settle = setTimeout(() => void this.read(), settleMs);
  }
}
