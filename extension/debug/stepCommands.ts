import * as vscode from 'vscode';
import type { SessionRequests } from '../../model/trace/session';
import { errorText } from '../../common/errorText';
import { sendSessionRequest } from './sessionRequest';

/** The custom requests that are commands of the editor. */
export type SessionCommand = Exclude<
  keyof SessionRequests,
  'ps2ml/runTo' | 'ps2ml/copy' | 'ps2ml/picture' | 'ps2ml/input' | 'ps2ml/pace'
>;

/** Sends the request of a command to a session, by default to the active one. */
export async function step(
  request: SessionCommand,
  session = vscode.debug.activeDebugSession,
): Promise<void> {
  if (session?.type !== 'ps2ml') return;
  try {
    await sendSessionRequest(session, request, { threadId: 1 });
    if (request === 'ps2ml/saveCheckpoint') vscode.window.setStatusBarMessage('Checkpoint saved', 5000);
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}
