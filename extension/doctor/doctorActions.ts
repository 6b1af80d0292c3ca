import * as vscode from 'vscode';
import type { Action } from '../../targets/doctorCheck';
import type { Doctor } from './doctor';

/** Runs the action of a line's button. @throws Error when the action fails. */
export async function act(action: Action, doctor: Doctor): Promise<void> {
  switch (action.kind) {
    case 'setting':
      await vscode.commands.executeCommand('workbench.action.openSettings', action.setting);
      return;
    case 'changePcsx2Settings':
      await vscode.commands.executeCommand('ps2ml.preparePcsx2');
      await doctor.checkAll();
      return;
    case 'openFile':
      await vscode.window.showTextDocument(vscode.Uri.file(action.path), {
        viewColumn: vscode.ViewColumn.Active,
      });
      return;
    case 'newProject':
      await vscode.commands.executeCommand('ps2ml.newProject');
      await doctor.checkAll();
      return;
    case 'copy':
      await vscode.env.clipboard.writeText(action.text);
      void vscode.window.setStatusBarMessage(`Copied: ${action.text}`, 5000);
      return;
    case 'checkAgain':
      await doctor.checkAll();
  }
}
