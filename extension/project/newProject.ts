import * as vscode from 'vscode';
import type { MadeProject } from '../../project/node/newProject';
import { projectFileName } from '../../project/project';
import { modelsOfWorkspace } from '../debug/modelChoice';
import { errorText } from '../../common/errorText';
import { showInformation } from '../messages';
import type { Platform } from '../platform';
import { sampleUri } from '../sample';

/** What can be debugged or converted. */
const modelEndings = ['psnt', 'bin', 'gguf', 'safetensors', 'pt', 'pth'];

type ModelChoice = string | readonly [string, ...string[]];

/** Asks for a model and a folder, makes a project there and opens it. */
export async function newProject(
  extensionUri: vscode.Uri,
  { projects }: Pick<Platform, 'projects'>,
): Promise<void> {
  if (projects === undefined) {
    void vscode.window.showErrorMessage(
      'Creating a project needs files on disk, which VS Code for the Web does not have. Use VS Code on the desktop or connected to a server.',
    );
    return;
  }
  try {
    const model = await askModel(extensionUri);
    const folder = model === undefined ? undefined : await askFolder();
    if (model === undefined || folder === undefined) return;
    const made = await projects.create({ folder: folder.fsPath, model, prompt: 'Once upon a time' });
    await vscode.window.showTextDocument(vscode.Uri.file(made.file));
    offerNext(folder, made);
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}

async function askModel(extensionUri: vscode.Uri): Promise<ModelChoice | undefined> {
  const sample = sampleUri(extensionUri);
  const tokenizer = vscode.Uri.joinPath(sample, '..', 'stories.tokenizer.bin');
  const found = (await modelsOfWorkspace()).filter(({ scheme }) => scheme === 'file');
  const items: (vscode.QuickPickItem & { model?: ModelChoice })[] = [
    {
      label: '$(beaker) Sample model',
      description: 'the bundled sample, copied into the project',
      model: [sample.fsPath, tokenizer.fsPath],
    },
    ...found.map((uri) => ({
      label: `$(file-binary) ${vscode.workspace.asRelativePath(uri)}`,
      description: 'in this workspace',
      model: uri.fsPath,
    })),
    {
      label: '$(folder-opened) Choose a model file…',
      description: '.psnt, llama2.c .bin, GGUF or safetensors',
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'New Project: model' });
  if (picked === undefined || picked.model !== undefined) return picked?.model;
  const files = await vscode.window.showOpenDialog({ title: 'Model', filters: { Models: modelEndings } });
  return files?.[0]?.fsPath;
}

/** The open folder unless it is a project already, or another one. */
async function askFolder(): Promise<vscode.Uri | undefined> {
  const open = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const items: (vscode.QuickPickItem & { uri?: vscode.Uri })[] = open.map(({ name, uri }) => ({
    label: `$(folder) ${name}`,
    description: 'the open folder',
    uri,
  }));
  items.push({
    label: '$(folder-opened) Another folder…',
    description: `${projectFileName} is created there`,
  });
  const picked = await vscode.window.showQuickPick(items, { title: 'New Project: folder' });
  if (picked === undefined || picked.uri !== undefined) return picked?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: 'Project folder',
    openLabel: 'Make Project Here',
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0];
}

function offerNext(folder: vscode.Uri, made: MadeProject): void {
  const isOpen = vscode.workspace.getWorkspaceFolder(folder) !== undefined;
  const open = {
    title: 'Open Folder',
    press: () => vscode.commands.executeCommand('vscode.openFolder', folder),
  };
  const text = isOpen
    ? 'Project created. Press F5 to run it.'
    : 'Project created. Open its folder, then press F5.';
  showInformation(text, ...(isOpen ? [] : [open]), { title: 'Undo', press: () => made.undo() });
}
