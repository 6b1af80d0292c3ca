import * as vscode from 'vscode';
import { Disposables } from '../disposables';

/** Copying a checkpoint creates many files in a row; they are looked for when it is done. */
const settleMs = 500;

const weightFiles = '**/{*.safetensors,pytorch_model*.bin,*.pt,*.pth}';

/** Keeps the context key `ps2ml.checkpointFolders`: paths of the folders that hold config.json and weights. */
export class CheckpointFolders implements vscode.Disposable {
  private readonly owned = new Disposables();
  private settle: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly log: vscode.LogOutputChannel) {
    const watcher = this.owned.add(
      vscode.workspace.createFileSystemWatcher(
        '**/{config.json,*.safetensors,pytorch_model*.bin,*.pt,*.pth}',
        false,
        true,
        false,
      ),
    );
    this.owned.add(watcher.onDidCreate(() => this.findSoon()));
    this.owned.add(watcher.onDidDelete(() => this.findSoon()));
    this.owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.findSoon()));
    this.findSoon();
  }

  dispose(): void {
    clearTimeout(this.settle);
    this.owned.dispose();
  }

  private findSoon(): void {
    clearTimeout(this.settle);
    this.settle = setTimeout(() => {
      this.find().catch((error: unknown) => this.log.warn(String(error)));
    }, settleMs);
  }

  private async find(): Promise<void> {
    const weights = await vscode.workspace.findFiles(weightFiles, undefined, 200);
    // Without weights nothing else is looked for: other projects have many a config.json.
    const configurations =
      weights.length === 0 ? [] : await vscode.workspace.findFiles('**/config.json', undefined, 1000);
    const folder = (uri: vscode.Uri): string => vscode.Uri.joinPath(uri, '..').fsPath;
    const withWeights = new Set(weights.map(folder));
    const folders = [...new Set(configurations.map(folder))].filter((path) => withWeights.has(path));
    await vscode.commands.executeCommand('setContext', 'ps2ml.checkpointFolders', folders);
  }
}
