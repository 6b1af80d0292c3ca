import * as vscode from 'vscode';
import { isRecord } from '../../common/guards';

/** Name in the workspace's memory. */
const key = 'ps2ml.debug.hasShownVariables';

/**
 * Opens Run and Debug at the first stop in a workspace, so that its variables are in sight. VS Code itself does so at
 * breakpoints only. Later it stays as the user has left it.
 */
export class FirstStop implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;

  constructor(private readonly memory: vscode.Memento) {
    this.subscription = vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      const isStop = event === 'ps2ml/state' && isRecord(body) && body['state'] === 'stopped';
      if (session.type === 'ps2ml' && isStop) void this.show();
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async show(): Promise<void> {
    if (this.memory.get<boolean>(key) === true) return;
    await this.memory.update(key, true);
    await vscode.commands.executeCommand('workbench.view.debug');
    // The keys that step go on working in the editor that shows the line.
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  }
}
