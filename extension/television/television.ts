import * as vscode from 'vscode';
import { errorText } from '../../common/errorText';
import type { SessionRequests, SessionState, SessionTelevision } from '../../model/trace/session';
import type { TelevisionContent } from '../../webviews/messages/television';
import { sendSessionRequest, type SessionAnswer } from '../debug/sessionRequest';
import { Disposables } from '../disposables';
import type { PanelContent } from '../webview/panelPage';

interface Shown {
  /** The program has a picture that can be shown here. */
  readonly hasTelevision: boolean;
  readonly state?: SessionState;
  /** Why there is no picture, a sentence of the adapter. */
  readonly refusal?: string;
}

const unknown: Shown = { hasTelevision: false };

/** What the editor Television shows: the television of the active session. */
export class Television implements PanelContent<TelevisionContent>, vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changes.event;
  private readonly starts = this.owned.add(new vscode.EventEmitter<void>());
  /** A program that waits for its user has started. */
  readonly onDidStartInteractive = this.starts.event;
  private readonly sessions = new Map<string, Shown>();
  private session: vscode.DebugSession | undefined;
  revision = 0;

  constructor() {
    const { debug } = vscode;
    this.follow(debug.activeDebugSession);
    this.owned.add(debug.onDidReceiveDebugSessionCustomEvent((event) => this.receive(event)));
    this.owned.add(debug.onDidChangeActiveDebugSession((session) => this.follow(session)));
    this.owned.add(debug.onDidTerminateDebugSession((session) => this.end(session)));
  }

  dispose(): void {
    this.owned.dispose();
  }

  content(): TelevisionContent {
    const { session } = this;
    if (session === undefined) return { state: 'none', message: noSession };
    const { hasTelevision, state, refusal } = this.sessions.get(session.id) ?? unknown;
    const { name } = session;
    if (!hasTelevision && refusal !== undefined)
      return { session: name, state: 'absent', message: `${name}: ${refusal}` };
    if (!hasTelevision)
      return { session: name, state: 'starting', message: `${name}: the program is starting.` };
    if (state?.state === 'stopped')
      return {
        session: name,
        state: 'stopped',
        message: `${name}: stopped by the debugger. Continue to use the controller.`,
      };
    if (state?.state === 'running' && state.waits === true)
      return { session: name, state: 'waiting', message: `${name}: waiting for the controller.` };
    return { session: name, state: 'running', message: `${name}: running.` };
  }

  /** Sends a request to the session that is shown. @throws Error with a sentence when there is none, or it refuses. */
  async ask<Name extends keyof SessionRequests>(
    name: Name,
    args: SessionRequests[Name],
  ): Promise<SessionAnswer<Name>> {
    const { session } = this;
    if (session === undefined) throw new Error(noSession);
    return sendSessionRequest(session, name, args);
  }

  private receive({ session, event, body }: vscode.DebugSessionCustomEvent): void {
    if (session.type !== 'ps2ml') return;
    const before = this.sessions.get(session.id) ?? unknown;
    if (event === 'ps2ml/television') {
      const { state } = before;
      this.sessions.set(session.id, { hasTelevision: true, ...(state && { state }) });
      this.session = session;
      if ((body as SessionTelevision).isInteractive) this.starts.fire();
    } else if (event === 'ps2ml/state') {
      this.sessions.set(session.id, { ...before, state: body as SessionState });
      if (!before.hasTelevision && before.refusal === undefined) void this.learnWhy(session);
    } else return;
    this.changed();
  }

  /** The adapter says why a session that runs has no television. */
  private async learnWhy(session: vscode.DebugSession): Promise<void> {
    try {
      await sendSessionRequest(session, 'ps2ml/picture', {});
    } catch (error) {
      const before = this.sessions.get(session.id);
      if (before === undefined || before.hasTelevision) return;
      this.sessions.set(session.id, { ...before, refusal: errorText(error) });
      this.changed();
    }
  }

  private follow(session: vscode.DebugSession | undefined): void {
    if (session === undefined || session.type !== 'ps2ml') return;
    this.session = session;
    this.changed();
  }

  private end(session: vscode.DebugSession): void {
    this.sessions.delete(session.id);
    if (this.session?.id !== session.id) return;
    this.session = undefined;
    this.follow(vscode.debug.activeDebugSession);
    this.changed();
  }

  private changed(): void {
    this.revision++;
    this.changes.fire();
  }
}

const noSession =
  'No program is running. Set "interactive": true in a launch configuration for the target "built-in", and press F5: the disc\'s menu appears here.';
