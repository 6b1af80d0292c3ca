import * as vscode from 'vscode';
import { configurationFor } from './configurationProvider';
import { chooseModel } from './modelChoice';

/** Starts a run of `model`, or of the model in front, with no launch.json. Says whether it started. */
export async function startRun(model: vscode.Uri | undefined, noDebug: boolean): Promise<boolean> {
  const uri = model ?? (await chooseModel());
  if (uri === undefined) return false;
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return vscode.debug.startDebugging(folder, configurationFor(uri, folder), { noDebug });
}
