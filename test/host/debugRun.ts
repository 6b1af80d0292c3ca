import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { TraceEvent } from '../../model/trace/events';
import type { SessionPlan, SessionState, SessionTrace } from '../../model/trace/session';
import { done, until } from './wait';

/** A debug session of the extension, driven through VS Code, with all that it has told so far. */
export class DebugRun {
  readonly trace: TraceEvent[] = [];
  plan: SessionPlan | undefined;
  state: SessionState | undefined;
  private session: vscode.DebugSession | undefined;
  private stateCount = 0;
  private readonly subscription = vscode.debug.onDidReceiveDebugSessionCustomEvent((event) => {
    this.receive(event);
  });

  /** Starts a session and waits until it stops for the first time, or ends. */
  static async start(configuration: Readonly<Record<string, unknown>>): Promise<DebugRun> {
    const run = new DebugRun();
    const started = await done(
      'the start of the session',
      vscode.debug.startDebugging(undefined, {
        type: 'ps2ml',
        request: 'launch',
        name: 'test',
        ...configuration,
      }),
    );
    assert.ok(started, 'VS Code did not start the session');
    await run.until('the first stop', () => run.state !== undefined && run.state.state !== 'running');
    return run;
  }

  /** Sends a request of the protocol. */
  async request(command: string, values: object = {}): Promise<unknown> {
    assert.ok(this.session, 'there is no session');
    const answer = this.session.customRequest(command, { threadId: 1, ...values }) as Thenable<unknown>;
    return done(`the answer to ${command}`, answer);
  }

  /** Sends a request that lets the program run, and waits for the next stop or the end. */
  step(command: string): Promise<SessionState> {
    return this.moved(command, () => this.request(command));
  }

  /** The same by a command of VS Code, as a key or a button gives it. */
  command(name: string): Promise<SessionState> {
    return this.moved(name, async () => {
      // The command is for the thread that VS Code shows, which it does a moment after the stop.
      await this.until('the stop to be shown', () => vscode.debug.activeStackItem !== undefined);
      await vscode.commands.executeCommand(name);
    });
  }

  /** Starts it again as VS Code's button does, and waits for the first stop. What was told before is forgotten. */
  async restart(): Promise<void> {
    await this.until('the stop to be shown', () => vscode.debug.activeStackItem !== undefined);
    this.plan = undefined;
    await vscode.commands.executeCommand('workbench.action.debug.restart');
    await this.until(
      'a stop after the restart',
      () => this.plan !== undefined && this.state?.state === 'stopped',
    );
  }

  async evaluate(expression: string): Promise<DebugProtocol.EvaluateResponse['body']> {
    return (await this.request('evaluate', { expression })) as DebugProtocol.EvaluateResponse['body'];
  }

  private async moved(command: string, move: () => Promise<unknown>): Promise<SessionState> {
    const before = this.stateCount;
    await move();
    await this.until(
      `a stop after ${command}`,
      // A plan that follows the program's reports takes the state back until the next one.
      () => this.stateCount > before && this.state !== undefined && this.state.state !== 'running',
    );
    assert.ok(this.state);
    return this.state;
  }

  async frames(): Promise<DebugProtocol.StackFrame[]> {
    const { stackFrames } = (await this.request('stackTrace')) as DebugProtocol.StackTraceResponse['body'];
    return stackFrames;
  }

  /** The scopes of the innermost frame, by name. */
  async scope(name: string): Promise<DebugProtocol.Variable[]> {
    const [frame] = await this.frames();
    const { scopes } = (await this.request('scopes', {
      frameId: frame?.id,
    })) as DebugProtocol.ScopesResponse['body'];
    const scope = scopes.find((candidate) => candidate.name === name);
    assert.ok(scope, `no scope ${name} among ${scopes.map((candidate) => candidate.name).join(', ')}`);
    return this.children(scope.variablesReference);
  }

  async children(
    variablesReference: number,
    filter: Partial<DebugProtocol.VariablesArguments> = {},
  ): Promise<DebugProtocol.Variable[]> {
    const body = (await this.request('variables', {
      variablesReference,
      ...filter,
    })) as DebugProtocol.VariablesResponse['body'];
    return body.variables;
  }

  /** Ends the session and waits until VS Code has forgotten it. */
  async stop(): Promise<void> {
    if (this.session !== undefined && this.state?.state !== 'ended')
      await vscode.debug.stopDebugging(this.session);
    await this.until('the end of the session', () => vscode.debug.activeDebugSession === undefined);
    this.subscription.dispose();
  }

  private receive({ session, event, body }: vscode.DebugSessionCustomEvent): void {
    this.session = session;
    if (event === 'ps2ml/plan') {
      this.plan = body as SessionPlan;
      this.trace.length = 0;
      this.state = undefined;
    }
    if (event === 'ps2ml/trace') this.trace.push(...(body as SessionTrace).events);
    if (event === 'ps2ml/state') {
      this.state = body as SessionState;
      this.stateCount++;
    }
  }

  private async until(what: string, isDone: () => boolean): Promise<void> {
    await until(what, isDone, () => ({ state: this.state, events: this.trace.length }), { pollMs: 5 });
  }
}
