import * as vscode from 'vscode';
import { startRun } from './debug/runCommands';
import { step } from './debug/stepCommands';
import { inspectorViewType } from './inspector/inspectorEditor';

/** How long the first stop of the sample may take. */
const limitMs = 30_000;

/** The small model that comes with the extension. */
export function sampleUri(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'samples', 'tiny', 'tiny.psnt');
}

export async function openSample(extensionUri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', sampleUri(extensionUri), inspectorViewType);
}

/** Opens the sample, starts it, and takes one token once it has stopped for the first time. */
export async function stepSample(extensionUri: vscode.Uri): Promise<void> {
  await openSample(extensionUri);
  const stopped = firstStop();
  if (await startRun(sampleUri(extensionUri), false)) {
    if (await stopped.happened) await step('ps2ml/stepToken');
  }
  stopped.dispose();
}

/** Resolves to true at the next stop of a session of ours, to false when it ends before or takes too long. */
function firstStop(): { readonly happened: Promise<boolean>; dispose(): void } {
  let dispose = (): void => undefined;
  const happened = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), limitMs);
    const events = vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type !== 'ps2ml' || event !== 'ps2ml/state') return;
      const { state } = body as { state?: unknown };
      if (state === 'stopped') resolve(true);
      else if (state === 'ended') resolve(false);
    });
    dispose = () => {
      clearTimeout(timer);
      events.dispose();
      resolve(false);
    };
  });
  return { happened, dispose: () => dispose() };
}
