import type * as vscode from 'vscode';
import { openTrace, type TraceFile } from '../../model/trace/file/reader';
import type { TraceContent } from '../../webviews/messages/trace';
import { FileDocument } from '../document/fileDocument';
import type { Reading } from '../document/latestReading';
import type { Platform } from '../platform';
import { TraceStore } from '../traceStore';
import { traceContent } from './traceContent';

interface Opened {
  readonly trace: TraceFile;
  readonly bytes: number;
  /** For the views in the panel. */
  readonly store: TraceStore;
}

/** One trace that is open in any number of editors. */
export class TraceDocument extends FileDocument<TraceContent, Opened> {
  private baseline: vscode.Uri | undefined;

  constructor(
    uri: vscode.Uri,
    private readonly platform: Pick<Platform, 'openFile'>,
    log: vscode.LogOutputChannel,
  ) {
    super(uri, log);
  }

  /** The run as the views in the panel take it; undefined if the file could not be opened. */
  get store(): TraceStore | undefined {
    return this.opened?.store;
  }

  /** The text of the listing; undefined if the trace has none. */
  get listing(): string | undefined {
    return this.opened?.trace.info.plan.listing.text;
  }

  /** Compares with another trace, or with none. @throws Error with the reason when it cannot be opened. */
  async compareWith(baseline: vscode.Uri | undefined): Promise<void> {
    // Opened first, so that a bad file does not replace the current baseline.
    if (baseline !== undefined) await this.withTrace(baseline, () => Promise.resolve());
    this.baseline = baseline;
    await this.read();
  }

  /** Opens the trace for as long as `use` takes. @throws Error with the reason when it cannot be opened. */
  withEvents<T>(use: (trace: TraceFile) => Promise<T>): Promise<T> {
    return this.withTrace(this.uri, (trace) => use(trace));
  }

  protected openFile(): Promise<Reading<TraceContent, Opened>> {
    return this.withTrace(this.uri, async (trace, bytes) => {
      const opened = { trace, bytes, store: await TraceStore.open(trace, this.label) };
      const { baseline } = this;
      const content =
        baseline === undefined
          ? await traceContent(trace, bytes)
          : await this.withTrace(baseline, (other) => traceContent(trace, bytes, other));
      return { content: { fileName: this.label, trace: content }, opened };
    });
  }

  protected withProblem(problem: string): TraceContent {
    return { fileName: this.label, problem };
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
}
