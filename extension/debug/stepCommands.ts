import * as vscode from 'vscode';
import { errorText } from '../errorText';

/** Asks a session, the active one unless said otherwise, to run to the next token or layer header. */
export async function step(
  request: 'ps2ml/stepToken' | 'ps2ml/stepLayer',
  session = vscode.debug.activeDebugSession,
): Promise<void> {
  if (session?.type !== 'ps2ml') return;
  try {
    await session.customRequest(request, { threadId: 1 });
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}
