import * as vscode from 'vscode';
import { targets } from '../../targets/targets';
import { showInformation } from '../messages';

/** Starts the last launch again after something that it needs was mended. */
export class Relaunch {
  private last: { readonly session: vscode.DebugSession } | undefined;

  /** @param here ids of the targets of this platform. */
  constructor(private readonly here: readonly string[]) {}

  /** A session starts. */
  begins(session: vscode.DebugSession): void {
    this.last = { session };
  }

  /** Offers to start again. @param text what was mended, as a sentence. */
  offer(text: string): void {
    if (this.last === undefined) return;
    showInformation(text, { title: 'Start Again', press: () => this.start({}) });
  }

  /** Asks for another target and starts on it. */
  async onChosenTarget(): Promise<void> {
    const { request } = this.last?.session.configuration ?? { request: 'launch' };
    const able = targets.all.filter(
      ({ id, requests }) => this.here.includes(id) && requests.some((name) => name === request),
    );
    const picked = await vscode.window.showQuickPick(
      able.map(({ id, label, description }) => ({ label, description: id, detail: description, id })),
      { title: 'Run on which target?' },
    );
    if (picked !== undefined) await this.start({ target: picked.id });
  }

  private async start(changes: { readonly target?: string }): Promise<void> {
    const { session } = this.last ?? {};
    if (session === undefined) return;
    const { type, name, request, ...fields } = session.configuration;
    const noDebug = fields['noDebug'] === true;
    await vscode.debug.startDebugging(
      session.workspaceFolder,
      { ...fields, ...changes, type, name, request },
      { noDebug },
    );
  }
}
