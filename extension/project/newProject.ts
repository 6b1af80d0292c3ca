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

/** What a project begins with. */
interface Beginning {
  readonly model: ModelChoice;
  /** With the sample of a program of one's own. */
  readonly hasProgram: boolean;
}

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
    const beginning = await askModel(extensionUri);
    const folder = beginning === undefined ? undefined : await askFolder();
    if (beginning === undefined || folder === undefined) return;
    const { model, hasProgram } = beginning;
    const made = await projects.create({
      folder: folder.fsPath,
      model,
      prompt: 'Once upon a time',
      ...(hasProgram && { program: await projects.sampleProgram() }),
    });
    await vscode.window.showTextDocument(vscode.Uri.file(made.file));
    offerNext(folder, made);
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}

async function askModel(extensionUri: vscode.Uri): Promise<Beginning | undefined> {
  const sample = sampleUri(extensionUri);
  const tokenizer = vscode.Uri.joinPath(sample, '..', 'stories.tokenizer.bin');
  const found = (await modelsOfWorkspace()).filter(({ scheme }) => scheme === 'file');
  const items: (vscode.QuickPickItem & { model?: ModelChoice; hasProgram?: true })[] = [
    {
      label: '$(beaker) Sample model',
      description: 'the bundled sample, copied into the project',
      model: [sample.fsPath, tokenizer.fsPath],
    },
    {
      label: '$(file-code) A program of your own',
      description: 'a Llama in C that describes itself to the debugger, with the sample model',
      model: [sample.fsPath, tokenizer.fsPath],
      hasProgram: true,
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
  if (picked === undefined) return undefined;
  const { model, hasProgram = false } = picked;
  if (model !== undefined) return { model, hasProgram };
  const files = await vscode.window.showOpenDialog({ title: 'Model', filters: { Models: modelEndings } });
  const path = files?.[0]?.fsPath;
  return path === undefined ? undefined : { model: path, hasProgram: false };
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
