import * as vscode from 'vscode';
import { configurationFor } from './configurationProvider';
import { chooseProgram } from './programChoice';

/** Starts a run of the model or project at `uri`, else of the active one, without launch.json. @returns whether it started. */
export async function startRun(uri: vscode.Uri | undefined, noDebug: boolean): Promise<boolean> {
  const model = await chooseProgram(uri);
  if (model === undefined) return false;
  const folder = vscode.workspace.getWorkspaceFolder(model);
  return vscode.debug.startDebugging(folder, configurationFor(model, folder), { noDebug });
}
