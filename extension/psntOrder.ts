import * as vscode from 'vscode';
import { modelInFront } from './debug/modelChoice';
import { resolved } from './project/resolver';
import { automaticOrder, orderSetting, saidBySettings } from './project/settings';
import { fileNameOf } from './uris';

const choices: readonly (vscode.QuickPickItem & { readonly order: string })[] = [
  {
    order: automaticOrder,
    label: 'Automatic',
    detail: 'The order in which scales and norms look most plausible.',
  },
  {
    order: 'resident-first',
    label: 'Resident first',
    detail: 'Embedding and all resident tensors first, then the matrices layer by layer.',
  },
  {
    order: 'llama2c-order',
    label: 'llama2.c order',
    detail: 'As in llama2.c files: one kind of matrix for all layers, then the next kind.',
  },
  {
    order: 'scales-first',
    label: 'Scales first',
    detail: 'All scales before all packed values. Version 1 files only.',
  },
];

/** Asks for the tensor order of the active model and those next to it, and saves the answer as a setting. */
export async function chooseOrder(given: vscode.Uri | undefined): Promise<void> {
  const uri = given ?? modelInFront();
  if (uri === undefined) return;
  const present = saidBySettings(uri).order ?? automaticOrder;
  const { where, target } = placeFor(uri);
  const picked = await vscode.window.showQuickPick(
    choices.map((choice) => ({ ...choice, ...(choice.order === present && { description: 'current' }) })),
    {
      title: `Tensor order of ${fileNameOf(uri)}`,
      placeHolder: `Applies to all .psnt files ${where}`,
    },
  );
  if (picked === undefined) return;
  const settings = vscode.workspace.getConfiguration('ps2ml', uri);
  await settings.update(orderSetting, picked.order === automaticOrder ? undefined : picked.order, target);
  // A wider setting may apply after the removal.
  if (picked.order === automaticOrder && saidBySettings(uri).order !== undefined)
    await settings.update(orderSetting, automaticOrder, target);
  const { answers } = await resolved(uri);
  if (answers.order?.from === 'project') {
    void vscode.window.showInformationMessage(
      `The project of ${fileNameOf(uri)} sets the tensor order "${answers.order.value}", which overrides the setting: change "order" in ps2ml.json.`,
    );
  }
}

/** The narrowest settings that reach the file. */
function placeFor(uri: vscode.Uri): { readonly where: string; readonly target: vscode.ConfigurationTarget } {
  const { ConfigurationTarget: Target, workspace } = vscode;
  const folder = workspace.getWorkspaceFolder(uri);
  if (folder !== undefined) return { where: `in the folder ${folder.name}`, target: Target.WorkspaceFolder };
  return workspace.workspaceFolders === undefined
    ? { where: 'you open', target: Target.Global }
    : { where: 'while this workspace is open', target: Target.Workspace };
}
