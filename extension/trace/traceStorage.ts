import * as vscode from 'vscode';
import { traceInfoOf, type RunSetting } from '../../model/trace/file/info';
import { openTrace, type TraceFile } from '../../model/trace/file/reader';
import type { SessionPlan } from '../../model/trace/session';
import { executorLabel } from '../../targets/provenance';
import { version } from '../../package.json';
import { errorText } from '../../common/errorText';
import type { Platform } from '../platform';
import { TraceStore } from '../traceStore';
import { fileNameOf } from '../uris';
import { RunRecorder } from './runRecorder';

/** How many runs are saved. */
const kept = 5;
/** Names sort by time. Runs of earlier versions end otherwise; they are deleted with the old ones. */
const runName = /^run-(\d+)(?:-[0-9a-f]+)?\.(?:ps2trace|json)(?:\.new)?$/;

/** A run in the storage; `recorder` during the run and after it, but not after a reload. */
interface StoredRun {
  readonly uri: vscode.Uri;
  readonly recorder?: RunRecorder;
}

/** A run that was kept without being saved. */
export interface KeptRun {
  readonly uri: vscode.Uri;
  /** The name of its session. */
  readonly name: string;
  /** When it began, in ISO 8601. */
  readonly created?: string;
  /** What executed it. */
  readonly target: string;
}

/** Keeps the last runs as traces in the extension's storage, so that the views outlive sessions and reloads. */
export class TraceStorage implements vscode.Disposable {
  private readonly recorders = new Set<RunRecorder>();
  private readonly runs = new WeakMap<TraceStore, StoredRun>();

  constructor(
    private readonly folder: vscode.Uri,
    private readonly platform: Pick<Platform, 'openFile' | 'growingFile'>,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Begins to keep a run. @param created when it began */
  record(store: TraceStore, settings: readonly RunSetting[], created = new Date()): RunRecorder {
    const uri = vscode.Uri.joinPath(this.folder, newName());
    const recorder = new RunRecorder(
      infoOf(store.name, store.plan, settings, created),
      async () => {
        await vscode.workspace.fs.createDirectory(this.folder);
        await this.deleteOld();
        return this.platform.growingFile(uri);
      },
      (error) => this.log.warn(`Cannot save the run: ${errorText(error)}`),
    );
    this.recorders.add(recorder);
    this.runs.set(store, { uri, recorder });
    return recorder;
  }

  /** The run is over. */
  end(recorder: RunRecorder): void {
    void recorder.end().then(() => this.recorders.delete(recorder));
  }

  /** Deletes a run, because another one contains all of it. */
  discard(store: TraceStore): void {
    const run = this.runs.get(store);
    if (run?.recorder === undefined) return;
    const { uri, recorder } = run;
    void recorder
      .end()
      .then(() => {
        this.recorders.delete(recorder);
        return vscode.workspace.fs.delete(uri);
      })
      .then(undefined, (error: unknown) => this.log.warn(`Cannot delete a run: ${errorText(error)}`));
  }

  /** The run that was written last, if one can be read. */
  async latest(): Promise<TraceStore | undefined> {
    for (const name of (await this.names()).reverse()) {
      const uri = vscode.Uri.joinPath(this.folder, name);
      try {
        const store = await this.read(uri, (trace) => TraceStore.open(trace, trace.info.name));
        this.runs.set(store, { uri });
        return store;
      } catch (error) {
        this.log.warn(`Cannot read an earlier run: ${errorText(error)}`);
      }
    }
    return undefined;
  }

  /** The runs that can be read, the newest first. */
  async list(): Promise<readonly KeptRun[]> {
    const runs: KeptRun[] = [];
    for (const name of (await this.names()).reverse()) {
      const uri = vscode.Uri.joinPath(this.folder, name);
      try {
        const { info } = await this.read(uri, (trace) => Promise.resolve(trace));
        const { name: run, created, plan } = info;
        runs.push({
          uri,
          name: run,
          ...(created !== undefined && { created }),
          target: executorLabel(plan.provenance),
        });
      } catch (error) {
        this.log.warn(`Cannot read an earlier run: ${errorText(error)}`);
      }
    }
    return runs;
  }

  /** The trace of a run as a whole file, also during the run. @throws Error when the run was not saved. */
  async bytesOf(store: TraceStore): Promise<Uint8Array> {
    const run = this.runs.get(store);
    if (run === undefined) throw new Error('The views show a trace file, which is already saved.');
    const read = async (): Promise<Uint8Array> => vscode.workspace.fs.readFile(run.uri);
    return run.recorder === undefined ? read() : run.recorder.snapshot(read);
  }

  dispose(): void {
    for (const recorder of this.recorders) void recorder.end();
    this.recorders.clear();
  }

  private async read<T>(uri: vscode.Uri, use: (trace: TraceFile) => Promise<T>): Promise<T> {
    const file = await this.platform.openFile(uri);
    try {
      return await use(await openTrace(file.source, fileNameOf(uri)));
    } finally {
      await file.close();
    }
  }

  /** Makes room for one more. */
  private async deleteOld(): Promise<void> {
    for (const name of (await this.names()).slice(0, 1 - kept)) {
      try {
        await vscode.workspace.fs.delete(vscode.Uri.joinPath(this.folder, name));
      } catch (error) {
        this.log.warn(`Cannot delete the old run ${name}: ${errorText(error)}`);
      }
    }
  }

  /** Names of the runs, the oldest first. */
  private async names(): Promise<string[]> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.folder);
      return entries
        .map(([name]) => name)
        .filter((name) => runName.test(name))
        .sort();
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return [];
      throw error;
    }
  }
}

/** Two windows never choose the same. */
const newName = (): string => `run-${Date.now()}-${crypto.randomUUID().slice(0, 8)}.ps2trace`;

const infoOf = (
  name: string,
  plan: SessionPlan,
  settings: readonly RunSetting[],
  created: Date,
): ReturnType<typeof traceInfoOf> => traceInfoOf(name, `PS2 ML ${version}`, plan, { created, settings });
