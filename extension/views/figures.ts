import { forecast } from '../../targets/provenance';
import * as vscode from 'vscode';
import { sessionPlanOf } from '../../debug-adapter/session/sessionPlan';
import { renderListing } from '../../model/plan/listing';
import type { Plan } from '../../model/plan/plan';
import type { OperationTime } from '../../model/trace/history';
import type { Moment } from '../../model/trace/moment';
import type { SessionPlan } from '../../model/trace/session';
import type { RunTotals } from '../../model/trace/runTotals';
import type { AppliedLayout, DiscReadsContent } from '../../webviews/messages/discReads';
import type { RamContent } from '../../webviews/messages/ram';
import type { Subject } from '../../webviews/messages/subject';
import type { TokensContent } from '../../webviews/messages/tokens';
import type { TimelineContent } from '../../webviews/messages/timeline';
import type { FiguresTab, ForecastFacts, LinkFocus } from '../../webviews/messages/figures';
import { parseListingUri } from '../listing/listingUri';
import { TraceStore } from '../traceStore';
import { fromLaunchPath } from '../uris';
import { discPathOf } from './discPath';
import { discReadsContent } from './discReads';
import { forecastFacts } from './facts';
import { momentText } from './momentText';
import { inSlots, ramContent } from './ram';
import { summaryOf } from './summary';
import { operationForecast, shownPass, timelineContent } from './timeline';
import { tokensContent } from './tokens';

/** Whom the views are about: a debug session, a trace, or a file before any run, which is a run without events. */
interface Source {
  readonly kind: 'session' | 'trace' | 'file';
  readonly store: TraceStore;
  /** Changes with each source. */
  readonly serial: number;
  /** What a token is expected to take; made when it is first asked for. */
  forecast?: readonly OperationTime[];
}

type FiguresContent = TokensContent | DiscReadsContent | RamContent | TimelineContent;

/** Name in the workspace's memory. */
const showsRunKey = 'ps2ml.views.showRun';

/** The contents of a moment, kept until another moment is requested. */
interface Shown {
  readonly moment: Moment;
  readonly totals: RunTotals;
}

/** What the tabs of the panel show. They pull from here; the revision grows with each change. */
export class Figures implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly momentChanges = new vscode.EventEmitter<Moment | undefined>();
  private source: Source | undefined;
  private shown: Shown | undefined;
  private focus: LinkFocus | undefined;
  private applied: AppliedLayout | undefined;
  private restoring: Promise<void> | undefined;
  private serial = 0;
  /** A run was shown when the window was left. */
  private readonly wasRun: boolean;
  revision = 0;
  readonly onDidChange = this.changes.event;
  /** Another moment is shown, or the live view again. */
  readonly onDidChangeMoment = this.momentChanges.event;

  /**
   * @param latest gives the run of an earlier time that is shown until there is something else.
   * @param memory keeps over a reload whether a run was shown.
   */
  constructor(
    private readonly latest: () => Promise<TraceStore | undefined>,
    private readonly memory: vscode.Memento,
  ) {
    this.wasRun = memory.get(showsRunKey, false);
  }

  /** The plan that the figures are about. */
  get plan(): SessionPlan | undefined {
    return this.source?.store.plan;
  }

  /** The model that the figures are about, where its file is known. */
  get model(): vscode.Uri | undefined {
    const { plan } = this;
    if (plan?.modelPath !== undefined) return fromLaunchPath(plan.modelPath);
    const uri = plan?.listing.uri;
    const listing = uri === undefined ? undefined : parseListingUri(vscode.Uri.parse(uri));
    return listing === undefined ? undefined : vscode.Uri.parse(listing.model, true);
  }

  /** A view came up: without anything to show, the last run is looked for, once. */
  viewOpened(): void {
    if (this.source === undefined) void this.restore();
  }

  /** Asked when a model comes to the front: whether the run of it that was shown stays, also over a reload. */
  async keepsRunOf(model: vscode.Uri): Promise<boolean> {
    if (this.source === undefined && this.wasRun) await this.restore();
    return this.source?.kind === 'session' && this.model?.toString() === model.toString();
  }

  /** Follows a session; also to be called when it has something new. Other sessions' news change nothing. */
  showSession(store: TraceStore): void {
    if (this.source?.store !== store) this.setSource('session', store);
    this.touch();
  }

  /** A session has something new. */
  sessionChanged(store: TraceStore): void {
    if (this.source?.store === store) this.touch();
  }

  /** The run that is shown: a session's, or a trace's. */
  get run(): TraceStore | undefined {
    return this.source?.kind === 'file' ? undefined : this.source?.store;
  }

  /** Shows the run of a trace, unless a session is under way. */
  showTrace(store: TraceStore): void {
    if (this.run !== undefined && this.run.state !== 'ended') return;
    if (this.source?.store !== store) this.setSource('trace', store);
    this.touch();
  }

  /**
   * Forecasts for a file, or nothing for one that has no plan, unless a session is under way.
   * @param listing URI of the listing that the plan has.
   */
  showFile(
    name: string,
    plan: Plan | undefined,
    listing?: vscode.Uri,
    layout?: Pick<SessionPlan, 'layout' | 'layoutFrom'>,
  ): void {
    if (this.run !== undefined && this.run.state !== 'ended') return;
    if (plan === undefined) {
      this.source = undefined;
      this.showLive();
    } else {
      const place = listing === undefined ? {} : { uri: listing.toString() };
      const told = sessionPlanOf(plan, renderListing(plan), place, forecast);
      this.setSource('file', new TraceStore(name, { ...told, ...layout }));
    }
    this.touch();
  }

  /** The moment that the views show; undefined in the live view. */
  get moment(): Moment | undefined {
    return this.shown?.moment;
  }

  /** The layout change that can be undone. */
  get layoutChange(): AppliedLayout | undefined {
    return this.applied;
  }

  /** Shows a moment of the run in all views, or the live view again. @returns whether it can be shown. */
  showMoment(moment: Moment | undefined): boolean {
    const totals = moment && this.source?.store.history.at(moment);
    if (moment !== undefined && totals === undefined) return false;
    this.shown = moment === undefined || totals === undefined ? undefined : { moment, totals };
    this.momentChanges.fire(moment);
    this.touch();
    return true;
  }

  /** Something that views are to select when they show it. */
  point(target: Omit<LinkFocus, 'serial'>): void {
    // Pages remember over a reload which link they followed last.
    this.focus = { ...target, serial: Math.max(Date.now(), (this.focus?.serial ?? 0) + 1) };
    this.touch();
  }

  /** A layout was applied or taken back. */
  setApplied(applied: AppliedLayout | undefined): void {
    this.applied = applied;
    this.touch();
  }

  /** @throws Error when the views show nothing. */
  facts(): ForecastFacts {
    if (this.source === undefined) throw new Error('No model to forecast. Open one first.');
    return forecastFacts(this.source.store);
  }

  /** What a tab shows; undefined when there is nothing. */
  contentOf(tab: FiguresTab): FiguresContent | undefined {
    switch (tab) {
      case 'tokens':
        return this.tokens();
      case 'disc':
        return this.discReads();
      case 'ram':
        return this.ram();
      case 'time':
        return this.timeline();
    }
  }

  private discReads(): DiscReadsContent | undefined {
    const { source, applied } = this;
    if (source === undefined) return undefined;
    const { store } = source;
    const { times, reads } = this.shown?.totals ?? store;
    const pass = shownPass(store, this.shown?.moment);
    const path =
      pass === undefined
        ? undefined
        : discPathOf(store.plan, pass, store.history.readsOf(pass, this.shown?.moment));
    return {
      ...discReadsContent(this.subject(source), store.plan, { ...times, reads }),
      ...(path !== undefined && { path }),
      ...(applied !== undefined && { applied }),
    };
  }

  private ram(): RamContent | undefined {
    const { source, applied } = this;
    if (source === undefined) return undefined;
    const { store } = source;
    const { positions, stackBytes } = this.shown?.totals ?? store;
    const slots = this.run && inSlots(this.run, this.shown?.moment);
    return {
      ...ramContent(this.subject(source), store.plan, positions),
      samples: store.samples,
      ...(stackBytes !== undefined && { stackBytes }),
      ...(applied !== undefined && { applied }),
      ...(slots !== undefined && { inSlots: slots }),
    };
  }

  private timeline(): TimelineContent | undefined {
    const { source } = this;
    if (source === undefined) return undefined;
    return timelineContent(this.subject(source), source.store, this.shown?.moment, forecastOf(source));
  }

  private tokens(): TokensContent | undefined {
    const { source } = this;
    return source && tokensContent(this.subject(source), source.store, this.shown?.moment);
  }

  dispose(): void {
    this.changes.dispose();
    this.momentChanges.dispose();
  }

  private restore(): Promise<void> {
    this.restoring ??= this.latest().then((store) => {
      if (store !== undefined && this.source === undefined) this.showSession(store);
    });
    return this.restoring;
  }

  private setSource(kind: Source['kind'], store: TraceStore): void {
    void this.memory.update(showsRunKey, kind === 'session');
    this.source = { kind, store, serial: ++this.serial };
    this.showLive();
  }

  private showLive(): void {
    if (this.shown === undefined) return;
    this.shown = undefined;
    this.momentChanges.fire(undefined);
  }

  private subject(source: Source): Subject {
    const { kind, store, serial } = source;
    const { name, plan, state, passes, tokens, lost } = store;
    const { shown, focus } = this;
    // Before the first pass no target has counted anything.
    const isProgram = plan.program !== undefined;
    const provenance = passes === 0 && !isProgram ? forecast : plan.provenance;
    return {
      name,
      state: kind === 'file' ? 'file' : state,
      provenance,
      passes,
      tokens,
      summary: summaryOf(store, forecastOf(source)),
      ...(shown !== undefined && { moment: { ...shown.moment, text: momentText(plan, shown.moment) } }),
      ...(lost.events + lost.text + lost.log > 0 && { lost }),
      ...(focus !== undefined && { focus }),
      linked: this.model !== undefined,
      ...(isProgram
        ? { isProgram }
        : // During a run this would request new forecasts all the time.
          { factsKey: `${serial}:${state === 'running' ? 'running' : passes}` }),
    };
  }

  private touch(): void {
    this.revision++;
    this.changes.fire();
  }
}

/** What a token is expected to take before anything ran. */
function forecastOf(source: Source): readonly OperationTime[] {
  source.forecast ??= source.kind === 'file' ? operationForecast(source.store) : [];
  return source.forecast;
}
