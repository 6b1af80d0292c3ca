import * as vscode from 'vscode';
import { actionOf } from '../../debug-adapter/errors/actionOf';
import { ProjectError } from '../../project/error';
import type { Action } from '../../targets/action';
import { actionCommand } from '../actions/actionCommand';
import { showError } from '../messages';
import { isProjectFile } from '../project/projectFiles';
import { fromLaunchPath } from '../uris';

/** Shows why a configuration cannot be launched, with a button for what the user can do about it. */
export function showLaunchError(
  error: unknown,
  configuration: vscode.DebugConfiguration,
  folder: vscode.WorkspaceFolder | undefined,
): void {
  const action = inProject(error, configuration, folder) ?? actionOf(error);
  const press = (): unknown => vscode.commands.executeCommand(actionCommand, action);
  showError(error, ...(action === undefined ? [] : [{ title: action.label, press }]));
}

/** Opens `ps2ml.json` where the error is. */
function inProject(
  error: unknown,
  { program }: vscode.DebugConfiguration & { readonly program?: unknown },
  folder: vscode.WorkspaceFolder | undefined,
): Action | undefined {
  if (!(error instanceof ProjectError) || typeof program !== 'string') return undefined;
  const file = fromLaunchPath(program, folder?.uri);
  if (!isProjectFile(file) || file.scheme !== 'file') return undefined;
  return { kind: 'openFile', label: 'Open ps2ml.json', path: file.fsPath, place: error.place };
}
