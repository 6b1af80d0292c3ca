import * as vscode from 'vscode';
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
}

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
      // A restart launches another run in the same session of VS Code.
      this.end(session);
      const settings = runSettingsOf(this.prompt.configurationOf(session));
      const store = new TraceStore(session.name, body as SessionPlan, settings);
      const recorder = this.storage.record(store, settings);
      this.runs.set(session.id, { store, recorder });
      this.follow(session);
      return;
    }
    const run = this.runs.get(session.id);
    if (run === undefined) return;
    if (event === 'ps2ml/trace') {
      const { events } = body as SessionTrace;
      run.store.add(events);
      run.recorder.add(events);
    } else if (event === 'ps2ml/state') run.store.setState(body as SessionState);
    else return;
    this.changed(run.store);
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
