import * as vscode from 'vscode';
import type { Plan } from '../../model/plan/plan';
import type { InspectorContent } from '../../webviews/messages';
import { Disposables } from '../disposables';
import { errorText } from '../errorText';
import type { Platform } from '../platform';
import { orderOptions, orderSetting } from '../psntOrder';
import { fileNameOf } from '../uris';
import type { Pulled } from '../webview/pullChannel';
import { openedModel, type OpenedModel } from './openModelFile';

/** Writers often touch a file many times in a row; it is read again when they are done. */
const settleMs = 200;

/** One model file that is open in any number of inspectors; read again whenever the file changes. */
export class InspectorDocument implements vscode.CustomDocument, Pulled<InspectorContent> {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  private current: InspectorContent;
  private opened: OpenedModel | undefined;
  private settle: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  /** Counts the readings, so that an older one that ends later is dropped. */
  private turn = 0;
  revision = 0;
  readonly onDidChange = this.changes.event;
  /** The file's name. */
  readonly label: string;

  constructor(
    readonly uri: vscode.Uri,
    private readonly platform: Platform,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.label = fileNameOf(uri);
    this.current = { fileName: this.label, fileBytes: 0, fields: [], matrices: [] };
    // A name may hold what means something in a pattern.
    const name = this.label.replace(/[[{}*?]/g, '[$&]');
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name);
    const watcher = this.owned.add(vscode.workspace.createFileSystemWatcher(pattern));
    this.owned.add(watcher.onDidChange(() => this.readSoon()));
    this.owned.add(watcher.onDidCreate(() => this.readSoon()));
    this.owned.add(watcher.onDidDelete(() => this.readSoon()));
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`ps2ml.${orderSetting}`, uri)) void this.read();
      }),
    );
  }

  content(): InspectorContent {
    return this.current;
  }

  /** The plan of what was read last; undefined when the model cannot be planned. */
  get plan(): Plan | undefined {
    return this.opened?.plan;
  }

  /** The file as it was read last. @throws Error with a sentence when it could not be opened. */
  file(): OpenedModel {
    if (this.opened !== undefined) return this.opened;
    throw new Error(this.current.problem ?? `${this.label} is not open.`);
  }

  /** Reads the file anew. Never fails: what is wrong becomes the content's problem. */
  async read(): Promise<void> {
    const turn = ++this.turn;
    const started = performance.now();
    const { content, opened } = await this.inspect();
    // The file changed meanwhile, or nobody looks any more.
    if (turn !== this.turn || this.closed) {
      await opened?.close();
      return;
    }
    const before = this.opened;
    this.opened = opened;
    this.current = content;
    this.revision++;
    this.log.debug(
      `read ${this.uri.toString()} in ${(performance.now() - started).toFixed(0)} ms: ${opened?.source.bytesRead ?? 0} bytes, ${opened?.source.pagesKept ?? 0} pages kept`,
    );
    this.changes.fire();
    await before?.close();
  }

  dispose(): void {
    this.closed = true;
    clearTimeout(this.settle);
    this.owned.dispose();
    const { opened } = this;
    this.opened = undefined;
    opened?.close().catch((error: unknown) => this.log.warn(errorText(error)));
  }

  private async inspect(): Promise<{ content: InspectorContent; opened?: OpenedModel }> {
    try {
      const file = await this.platform.openFile(this.uri);
      const opened = await openedModel(file, orderOptions(this.uri));
      return { content: opened.content, opened };
    } catch (error) {
      const problem = errorText(error);
      this.log.warn(`${this.uri.toString()}: ${problem}`);
      return { content: { fileName: this.label, fileBytes: 0, problem, fields: [], matrices: [] } };
    }
  }

  private readSoon(): void {
    clearTimeout(this.settle);
    this.settle = setTimeout(() => void this.read(), settleMs);
  }
}
