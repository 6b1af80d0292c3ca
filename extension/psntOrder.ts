import * as vscode from 'vscode';
import type { OpenPsntOptions } from '../model/psnt/file';
import { modelInFront } from './debug/modelChoice';
import { fileNameOf } from './uris';

/** The setting's name below `ps2ml`. */
export const orderSetting = 'psnt.order';
const automatic = 'automatic';

/** In which order the body of the model at `uri` is to be read, by the setting ps2ml.psnt.order. */
export function orderOptions(uri: vscode.Uri): OpenPsntOptions {
  const order = vscode.workspace.getConfiguration('ps2ml', uri).get<string>(orderSetting, automatic);
  return order === automatic ? {} : { order };
}

const choices: readonly (vscode.QuickPickItem & { readonly order: string })[] = [
  { order: automatic, label: 'Automatic', detail: 'The order that makes most sense of scales and norms.' },
  {
    order: 'resident-first',
    label: 'Resident first',
    detail: 'Embedding and all that stays in RAM, then the matrices layer by layer.',
  },
  {
    order: 'llama2c-order',
    label: 'llama2.c order',
    detail: 'As llama2.c writes: each kind of matrix for all layers in turn.',
  },
  {
    order: 'scales-first',
    label: 'Scales first',
    detail: 'All scales before all packed values; files of version 1 only.',
  },
];

/** Asks in which order the models beside the one in front are to be read, and keeps the answer as a setting. */
export async function chooseOrder(given: vscode.Uri | undefined): Promise<void> {
  const uri = given ?? modelInFront();
  if (uri === undefined) return;
  const present = orderOptions(uri).order ?? automatic;
  const { where, target } = placeFor(uri);
  const picked = await vscode.window.showQuickPick(
    choices.map((choice) => ({ ...choice, ...(choice.order === present && { description: 'in use' }) })),
    {
      title: `Order of the tensors in ${fileNameOf(uri)}`,
      placeHolder: `Applies to all .psnt files ${where}`,
    },
  );
  if (picked === undefined) return;
  const settings = vscode.workspace.getConfiguration('ps2ml', uri);
  await settings.update(orderSetting, picked.order === automatic ? undefined : picked.order, target);
  // A wider setting stands behind the one that was removed.
  if (picked.order === automatic && orderOptions(uri).order !== undefined)
    await settings.update(orderSetting, automatic, target);
}

/** The narrowest settings that reach the file. */
function placeFor(uri: vscode.Uri): { readonly where: string; readonly target: vscode.ConfigurationTarget } {
  const { ConfigurationTarget: Target, workspace } = vscode;
  const folder = workspace.getWorkspaceFolder(uri);
  if (folder !== undefined) return { where: `in the folder ${folder.name}`, target: Target.WorkspaceFolder };
  return workspace.workspaceFolders === undefined
    ? { where: 'that you open', target: Target.Global }
    : { where: 'while this workspace is open', target: Target.Workspace };
}
