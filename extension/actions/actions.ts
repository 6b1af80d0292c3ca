import * as vscode from 'vscode';
import type { Action } from '../../targets/action';
import { locatePcsx2 } from './locatePcsx2';
import type { Relaunch } from './relaunch';

/** What the buttons of errors and of the Doctor do. */
export class Actions {
  /** @param relaunch starts the last launch again; absent where no launch failed. */
  constructor(private readonly relaunch?: Relaunch) {}

  /**
   * Runs an action.
   * @param checkAgain looks again at what the action may have changed.
   * @throws Error when the action fails.
   */
  async run(action: Action, checkAgain: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const { commands, env, window } = vscode;
    switch (action.kind) {
      case 'setting':
        await commands.executeCommand('workbench.action.openSettings', `@id:${action.setting}`);
        return;
      case 'locatePcsx2':
        if (!(await locatePcsx2())) return;
        this.relaunch?.offer('PCSX2 is set in the settings.');
        return checkAgain();
      case 'changePcsx2Settings':
        await commands.executeCommand('ps2ml.preparePcsx2');
        return checkAgain();
      case 'openFile':
        return open(action);
      case 'newProject':
        await commands.executeCommand('ps2ml.newProject');
        return checkAgain();
      case 'chooseTarget':
        await this.relaunch?.onChosenTarget();
        return;
      case 'openDoctor':
        await commands.executeCommand('ps2ml.doctor');
        return;
      case 'copy':
        await env.clipboard.writeText(action.text);
        void window.setStatusBarMessage(`Copied: ${action.text}`, 5000);
        return;
      case 'checkAgain':
        return checkAgain();
    }
  }
}

async function open({ path, place }: Extract<Action, { kind: 'openFile' }>): Promise<void> {
  const at = place && new vscode.Position(place.line - 1, place.column - 1);
  await vscode.window.showTextDocument(vscode.Uri.file(path), {
    viewColumn: vscode.ViewColumn.Active,
    ...(at && { selection: new vscode.Range(at, at) }),
  });
}
