import * as vscode from 'vscode';
import { forecastDisc } from '../../model/plan/forecast';
import type { Plan } from '../../model/plan/plan';
import { sessionBuffersOf } from '../../model/trace/buffers';
import { noTime } from '../../model/trace/timeSplit';
import type { DiscReadsContent, RamContent, Subject, TimelineContent } from '../../webviews/messages';
import type { TraceStore } from '../traceStore';
import { discReadsContent, type PlanFigures } from './discReads';
import { ramContent } from './ram';

/** Whom the views are about: a debug session, or a file before any run. */
type Source =
  | { readonly kind: 'session'; readonly store: TraceStore }
  | { readonly kind: 'file'; readonly name: string; readonly plan: PlanFigures };

/** What the Disc Reads, RAM and Timeline views show. They pull from here; the revision grows with each change. */
export class Figures implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private source: Source | undefined;
  private restoring: Promise<void> | undefined;
  revision = 0;
  readonly onDidChange = this.changes.event;

  /** @param latest gives the run of an earlier time that is shown until there is something else. */
  constructor(private readonly latest: () => Promise<TraceStore | undefined>) {}

  /** A view came up: without anything to show, the last run is looked for, once. */
  viewOpened(): void {
    if (this.source !== undefined) return;
    this.restoring ??= this.latest().then((store) => {
      if (store !== undefined && this.source === undefined) this.showSession(store);
    });
  }

  /** Follows a session; also to be called when it has something new. Other sessions' news change nothing. */
  showSession(store: TraceStore): void {
    this.source = { kind: 'session', store };
    this.touch();
  }

  /** A session has something new. */
  sessionChanged(store: TraceStore): void {
    if (this.source?.kind === 'session' && this.source.store === store) this.touch();
  }

  /** The run that is shown: a session's, or a trace's. */
  get run(): TraceStore | undefined {
    return this.source?.kind === 'session' ? this.source.store : undefined;
  }

  /** Shows the run of a trace, unless a session is under way. */
  showTrace(store: TraceStore): void {
    if (this.run === undefined || this.run.state === 'ended') this.showSession(store);
  }

  /** Forecasts for a file, or nothing for one that has no plan, unless a session is under way. */
  showFile(name: string, plan: Plan | undefined): void {
    if (this.source?.kind === 'session' && this.source.store.state !== 'ended') return;
    this.source =
      plan === undefined
        ? undefined
        : {
            kind: 'file',
            name,
            plan: { ...plan, forecast: forecastDisc(plan), buffers: sessionBuffersOf(plan) },
          };
    this.touch();
  }

  discReads(): DiscReadsContent | undefined {
    const { source } = this;
    if (source === undefined) return undefined;
    if (source.kind === 'file') return discReadsContent(subjectOf(source), source.plan, { reads: [] });
    const { plan, reads, times } = source.store;
    return discReadsContent(subjectOf(source), plan, { ...times, reads });
  }

  ram(): RamContent | undefined {
    const { source } = this;
    if (source === undefined) return undefined;
    const [plan, positions] =
      source.kind === 'file' ? [source.plan, 0] : [source.store.plan, source.store.positions];
    return ramContent(subjectOf(source), plan, positions);
  }

  timeline(): TimelineContent | undefined {
    const { source } = this;
    if (source === undefined) return undefined;
    const { passes, dropped, total } =
      source.kind === 'file' ? { passes: [], dropped: 0, total: noTime } : source.store.times;
    return { subject: subjectOf(source), passes, dropped, total };
  }

  dispose(): void {
    this.changes.dispose();
  }

  private touch(): void {
    this.revision++;
    this.changes.fire();
  }
}

function subjectOf(source: Source): Subject {
  if (source.kind === 'file')
    return { name: source.name, state: 'file', provenance: 'forecast', passes: 0, tokens: 0 };
  const { name, plan, state, passes, tokens } = source.store;
  // Before the first pass nothing has been counted yet, whoever executes.
  return { name, state, provenance: passes === 0 ? 'forecast' : plan.provenance, passes, tokens };
}
