import * as vscode from 'vscode';
import type { TraceEvent } from '../../model/trace/events';
import type { SessionPlan, SessionState, SessionTrace } from '../../model/trace/session';
import { Disposables } from '../disposables';
import { runSettingsOf } from '../trace/runSettings';
import type { RunRecorder } from '../trace/runRecorder';
import type { TraceStorage } from '../trace/traceStorage';
import { TraceStore } from '../traceStore';
import type { LastPrompt } from './prompt';
import type { Figures } from '../views/figures';

interface Run {
  readonly store: TraceStore;
  readonly recorder: RunRecorder;
  /** Everything so far, while the plan may still grow and there is not too much. */
  readonly events?: TraceEvent[];
}

/** A program that describes itself has reported its operations long before this many events. */
const mostEvents = 200_000;

/** Keeps a trace store for each session and shows the active one in the views. */
export class SessionTraces implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<TraceStore>());
  /** A run has something new. */
  readonly onDidChange = this.changes.event;
  private readonly runs = new Map<string, Run>();

  constructor(
    private readonly figures: Figures,
    private readonly storage: TraceStorage,
    private readonly prompt: LastPrompt,
  ) {
    const { debug } = vscode;
    this.owned.add(debug.onDidReceiveDebugSessionCustomEvent((event) => this.receive(event)));
    this.owned.add(debug.onDidChangeActiveDebugSession((session) => this.follow(session)));
    this.owned.add(debug.onDidTerminateDebugSession((session) => this.end(session)));
  }

  dispose(): void {
    this.owned.dispose();
  }

  private receive({ session, event, body }: vscode.DebugSessionCustomEvent): void {
    if (session.type !== 'ps2ml') return;
    if (event === 'ps2ml/plan') {
      this.begin(session, body as SessionPlan);
      return;
    }
    const run = this.runs.get(session.id);
    if (run === undefined) return;
    if (event === 'ps2ml/trace') {
      const { events } = body as SessionTrace;
      run.store.add(events);
      run.recorder.add(events);
      if (run.events && run.events.length < mostEvents) run.events.push(...events);
    } else if (event === 'ps2ml/state') run.store.setState(body as SessionState);
    else return;
    this.changed(run.store);
  }

  /** A run begins, or goes on with a plan that has grown: then what it did so far is repeated for the new plan. */
  private begin(session: vscode.DebugSession, plan: SessionPlan): void {
    const before = this.runs.get(session.id);
    const known = plan.continues ? before?.events : undefined;
    const repeats = known !== undefined && known.length < mostEvents;
    if (before && repeats) this.storage.discard(before.store);
    // A restart launches another run in the same session of VS Code.
    else this.end(session);
    const settings = runSettingsOf(this.prompt.configurationOf(session));
    const store = new TraceStore(session.name, plan, settings);
    const recorder = this.storage.record(store, settings);
    const events = repeats ? known : [];
    store.add(events);
    if (events.length > 0) recorder.add(events);
    this.runs.set(session.id, { store, recorder, ...(plan.grows && { events }) });
    this.follow(session);
  }

  private follow(session: vscode.DebugSession | undefined): void {
    const run = session && this.runs.get(session.id);
    if (run !== undefined) this.figures.showSession(run.store);
  }

  private end(session: vscode.DebugSession): void {
    const run = this.runs.get(session.id);
    if (run === undefined) return;
    // What it did stays in the views until something else is shown there.
    this.runs.delete(session.id);
    run.store.setState({ state: 'ended', reason: 'the session ended' });
    this.storage.end(run.recorder);
    this.changed(run.store);
  }

  private changed(store: TraceStore): void {
    this.figures.sessionChanged(store);
    this.changes.fire(store);
  }
}
