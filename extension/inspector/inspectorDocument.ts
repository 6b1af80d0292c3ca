import * as vscode from 'vscode';
import type { Plan } from '../../model/plan/plan';
import type { InspectorContent } from '../../webviews/messages';
import { Disposables } from '../disposables';
import { errorText } from '../errorText';
import type { Platform } from '../platform';
import { orderOptions, orderSetting } from '../psntOrder';
import { fileNameOf } from '../uris';
import type { Pulled } from '../webview/pullChannel';
import { inspectFile, type Inspection } from './inspectorContent';

/** Writers often touch a file many times in a row; it is read again when they are done. */
const settleMs = 200;

/** One `.psnt` that is open in any number of inspectors; read again whenever the file changes. */
export class InspectorDocument implements vscode.CustomDocument, Pulled<InspectorContent> {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  private current: InspectorContent;
  private settle: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  /** Counts the readings, so that an older one that ends later is dropped. */
  private turn = 0;
  revision = 0;
  /** The plan of what was read last; undefined when the model cannot be planned. */
  plan: Plan | undefined;
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
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), this.label);
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

  /** Reads the file anew. Never fails: what is wrong becomes the content's problem. */
  async read(): Promise<void> {
    const turn = ++this.turn;
    const started = performance.now();
    const { content, plan } = await this.inspect();
    this.log.debug(`read ${this.uri.toString()} in ${(performance.now() - started).toFixed(0)} ms`);
    // The file changed meanwhile, or nobody looks any more.
    if (turn !== this.turn || this.closed) return;
    this.current = content;
    this.plan = plan;
    this.revision++;
    this.changes.fire();
  }

  dispose(): void {
    this.closed = true;
    clearTimeout(this.settle);
    this.owned.dispose();
  }

  private async inspect(): Promise<Inspection> {
    try {
      const file = await this.platform.openFile(this.uri);
      try {
        return await inspectFile(file.source, file.label, orderOptions(this.uri));
      } finally {
        await file.close();
      }
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
