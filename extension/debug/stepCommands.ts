import * as vscode from 'vscode';
import { errorText } from '../../common/errorText';

/** Requests of a session's own that a command stands for. */
export type SessionCommand =
  'ps2ml/stepToken' | 'ps2ml/stepLayer' | 'ps2ml/saveCheckpoint' | 'ps2ml/returnToCheckpoint';

/** Asks a session, the active one unless said otherwise, to do what a command stands for. */
export async function step(
  request: SessionCommand,
  session = vscode.debug.activeDebugSession,
): Promise<void> {
  if (session?.type !== 'ps2ml') return;
  try {
    await session.customRequest(request, { threadId: 1 });
    if (request === 'ps2ml/saveCheckpoint') vscode.window.setStatusBarMessage('Checkpoint saved', 5000);
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}
