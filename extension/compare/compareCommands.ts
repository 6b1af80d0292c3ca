import * as vscode from 'vscode';
import { modelsOfWorkspace } from '../debug/modelChoice';
import { inspectedUri } from '../inspector/inspectedUri';
import { fileNameOf } from '../uris';
import type { ComparePanels } from './comparePanels';

/** When-clauses of the manifest ask for it. */
const selectedKey = 'ps2ml.compareSelected';

/** Registers the ways to compare two models: one selected before, two selected at once, or picked. */
export function compareCommands(panels: ComparePanels): vscode.Disposable[] {
  let selected: vscode.Uri | undefined;
  const { registerCommand } = vscode.commands;
  return [
    registerCommand('ps2ml.selectForCompare', async (uri?: vscode.Uri) => {
      selected = uri ?? inspectedUri();
      await vscode.commands.executeCommand('setContext', selectedKey, selected !== undefined);
      if (selected !== undefined)
        vscode.window.setStatusBarMessage(`$(diff) Selected ${fileNameOf(selected)} to compare`, 4000);
    }),
    registerCommand('ps2ml.compareWithSelected', (uri?: vscode.Uri) => {
      const right = uri ?? inspectedUri();
      if (selected !== undefined && right !== undefined) panels.open(selected, right);
    }),
    registerCommand('ps2ml.compare', async (uri?: vscode.Uri, uris?: readonly vscode.Uri[]) => {
      const [first, second] = uris ?? [];
      if (first !== undefined && second !== undefined) {
        panels.open(first, second);
        return;
      }
      const left = uri ?? inspectedUri() ?? (await pick('First model (left)', undefined));
      const right = left && (second ?? (await pick(`Model to compare ${fileNameOf(left)} with`, left)));
      if (left !== undefined && right !== undefined) panels.open(left, right);
    }),
  ];
}

async function pick(title: string, except: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const models = (await modelsOfWorkspace()).filter((uri) => uri.toString() !== except?.toString());
  const other = { label: '$(folder-opened) Another file…', uri: undefined };
  const items = models.map((uri) => ({
    label: fileNameOf(uri),
    description: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  const picked = await vscode.window.showQuickPick([...items, other], { title });
  if (picked === undefined) return undefined;
  return picked.uri ?? (await vscode.window.showOpenDialog({ title }))?.[0];
}
