import * as vscode from 'vscode';
import { errorText } from './errorText';
import { TraceStore } from './traceStore';

/** How many runs are kept. */
const kept = 5;
/** Least time between two writes of a run that goes on. */
const intervalMs = 2000;

/** Keeps the last runs in the extension's storage, so that the views outlive sessions and reloads. */
export class TraceStorage implements vscode.Disposable {
  private readonly names = new WeakMap<TraceStore, string>();
  private readonly waiting = new Map<TraceStore, ReturnType<typeof setTimeout>>();
  /** Writes follow one another, so that an older state never lands on a newer one. */
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Writes a run soon; many calls in a row make one write. */
  saveSoon(store: TraceStore): void {
    if (this.waiting.has(store)) return;
    const save = (): void => {
      this.waiting.delete(store);
      this.last = this.last.then(() => this.save(store));
    };
    this.waiting.set(store, setTimeout(save, intervalMs));
  }

  /** The run that was written last, if it can be read. */
  async latest(): Promise<TraceStore | undefined> {
    try {
      const name = (await this.files()).at(-1);
      if (name === undefined) return undefined;
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.folder, name));
      return TraceStore.restore(JSON.parse(new TextDecoder().decode(bytes)));
    } catch (error) {
      this.log.warn(`The last run could not be read: ${errorText(error)}`);
      return undefined;
    }
  }

  dispose(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  private async save(store: TraceStore): Promise<void> {
    const { fs } = vscode.workspace;
    const name = this.names.get(store) ?? `run-${Date.now()}.json`;
    this.names.set(store, name);
    try {
      const target = vscode.Uri.joinPath(this.folder, name);
      const unfinished = vscode.Uri.joinPath(this.folder, `${name}.new`);
      await fs.createDirectory(this.folder);
      await fs.writeFile(unfinished, new TextEncoder().encode(JSON.stringify(store)));
      await fs.rename(unfinished, target, { overwrite: true });
      for (const old of (await this.files()).slice(0, -kept)) {
        await fs.delete(vscode.Uri.joinPath(this.folder, old));
      }
    } catch (error) {
      this.log.warn(`The run could not be kept: ${errorText(error)}`);
    }
  }

  /** Names of the runs, the oldest first. */
  private async files(): Promise<string[]> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.folder);
      return entries
        .map(([name]) => name)
        .filter((name) => /^run-\d+\.json$/.test(name))
        .sort();
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return [];
      throw error;
    }
  }
}
