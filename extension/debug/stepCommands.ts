import * as vscode from 'vscode';
import { errorText } from '../errorText';

/** Asks the active session to run to the next token or layer header. */
export async function step(request: 'ps2ml/stepToken' | 'ps2ml/stepLayer'): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== 'ps2ml') return;
  try {
    await session.customRequest(request, { threadId: 1 });
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}
