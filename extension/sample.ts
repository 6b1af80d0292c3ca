import * as vscode from 'vscode';
import type { SessionState } from '../model/trace/session';
import { runStreamed, startRun } from './debug/runCommands';
import { step } from './debug/stepCommands';
import { Disposables } from './disposables';
import { inspectorViewType } from './inspector/inspectedUri';
import type { Figures } from './views/figures';
import { showTab } from './views/showTab';

/** How long the first stop of the sample may take. */
const limitMs = 30_000;

/** The model of stories that comes with the extension. */
export function sampleUri(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'samples', 'stories', 'stories.psnt');
}

export async function openSample(extensionUri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', sampleUri(extensionUri), inspectorViewType);
}

/** Opens the sample, starts it, and takes one token once it has stopped for the first time. */
export async function stepSample(extensionUri: vscode.Uri): Promise<void> {
  await openSample(extensionUri);
  const stop = new FirstStop();
  try {
    if (!(await startRun(sampleUri(extensionUri), { noDebug: false }))) return;
    const session = await stop.session;
    if (session !== undefined) await step('ps2ml/stepToken', session);
  } finally {
    stop.dispose();
  }
}

/** Runs the sample with each matrix read from the disc, and shows its reads. */
export async function runSampleStreamed(extensionUri: vscode.Uri, figures: Figures): Promise<void> {
  await showTab(figures, 'disc');
  await runStreamed(sampleUri(extensionUri));
}

/** The first stop of the session of ours that is started next. */
class FirstStop implements vscode.Disposable {
  private readonly owned = new Disposables();
  /** Undefined when the session ends before it stops, or takes too long. */
  readonly session: Promise<vscode.DebugSession | undefined>;

  constructor() {
    this.session = new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), limitMs);
      this.owned.add(new vscode.Disposable(() => clearTimeout(timer)));
      let started: string | undefined;
      this.owned.add(
        vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
          if (event === 'ps2ml/plan') started ??= session.id;
          if (session.id !== started || event !== 'ps2ml/state') return;
          const { state } = body as SessionState;
          if (state === 'stopped') resolve(session);
          else if (state === 'ended') resolve(undefined);
        }),
      );
    });
  }

  dispose(): void {
    this.owned.dispose();
  }
}
