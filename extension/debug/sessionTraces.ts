import * as vscode from 'vscode';
import type { SessionPlan, SessionState, SessionTrace } from '../../model/trace/session';
import { Disposables } from '../disposables';
import type { TraceStorage } from '../traceStorage';
import { TraceStore } from '../traceStore';
import type { Figures } from '../views/figures';

/** Keeps a trace store for each session and tells the views which one is active. */
export class SessionTraces implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<TraceStore>());
  /** A run has something new. */
  readonly onDidChange = this.changes.event;
  private readonly stores = new Map<string, TraceStore>();

  constructor(
    private readonly figures: Figures,
    private readonly storage: TraceStorage,
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
      this.stores.set(session.id, new TraceStore(session.name, body as SessionPlan));
      this.follow(session);
      return;
    }
    const store = this.stores.get(session.id);
    if (store === undefined) return;
    if (event === 'ps2ml/trace') store.add((body as SessionTrace).events);
    else if (event === 'ps2ml/state') store.setState(body as SessionState);
    else return;
    this.changed(store);
  }

  private follow(session: vscode.DebugSession | undefined): void {
    const store = session && this.stores.get(session.id);
    if (store !== undefined) this.figures.showSession(store);
  }

  private end(session: vscode.DebugSession): void {
    const store = this.stores.get(session.id);
    if (store === undefined) return;
    // What it did stays in the views until something else is shown there.
    this.stores.delete(session.id);
    store.setState({ state: 'ended', reason: 'the session was ended' });
    this.changed(store);
  }

  private changed(store: TraceStore): void {
    this.figures.sessionChanged(store);
    this.storage.saveSoon(store);
    this.changes.fire(store);
  }
}
