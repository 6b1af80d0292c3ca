import * as vscode from 'vscode';
import { configurationFor } from './configurationProvider';
import { chooseModel } from './modelChoice';

/** Starts a run of the model of `uri`, or of the model in front, with no launch.json. Says whether it started. */
export async function startRun(uri: vscode.Uri | undefined, noDebug: boolean): Promise<boolean> {
  const model = await chooseModel(uri);
  if (model === undefined) return false;
  const folder = vscode.workspace.getWorkspaceFolder(model);
  return vscode.debug.startDebugging(folder, configurationFor(model, folder), { noDebug });
}
