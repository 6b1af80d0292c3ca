import * as vscode from 'vscode';
import { parameterCount, parametersInWords } from '../../model/inspect/parameters';
import { configOf, readPsntHeader } from '../../model/psnt/header';
import type { Quantization } from '../../model/psnt/fields';
import { Disposables } from '../disposables';
import type { Platform } from '../platform';
import { fileNameOf } from '../uris';

const badges: Readonly<Record<Quantization, string>> = { ternary: 'T', q4: 'Q4', q8: 'Q8' };
/** Where files can only be read whole, larger ones get no badge. */
const mostWholeBytes = 1024 * 1024;

/** Shows type and parameters of each `.psnt` in the Explorer. Only headers are read. */
export class ModelBadges implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChangeFileDecorations = this.changes.event;

  constructor(private readonly platform: Platform) {
    const watcher = this.owned.add(vscode.workspace.createFileSystemWatcher('**/*.psnt'));
    const changed = (uri: vscode.Uri): void => this.changes.fire(uri);
    this.owned.add(watcher.onDidChange(changed));
    this.owned.add(watcher.onDidCreate(changed));
    this.owned.add(vscode.window.registerFileDecorationProvider(this));
  }

  async provideFileDecoration(
    uri: vscode.Uri,
    token: vscode.CancellationToken,
  ): Promise<vscode.FileDecoration | undefined> {
    if (!uri.path.toLowerCase().endsWith('.psnt')) return undefined;
    try {
      const isRanged = this.platform.readsRanges(uri);
      if (!isRanged && (await vscode.workspace.fs.stat(uri)).size > mostWholeBytes) return undefined;
      if (token.isCancellationRequested) return undefined;
      return await this.decoration(uri);
    } catch {
      // The problem of a file is shown when it is opened.
      return undefined;
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async decoration(uri: vscode.Uri): Promise<vscode.FileDecoration | undefined> {
    const file = await this.platform.openFile(uri);
    try {
      const header = await readPsntHeader(file.source, fileNameOf(uri));
      const { quantization, error, version } = header;
      if (quantization === undefined || error !== undefined) return undefined;
      const config = configOf(header);
      const parameters = parametersInWords(parameterCount(config));
      return new vscode.FileDecoration(
        badges[quantization],
        `PSNT version ${version}, ${quantization}, ${parameters} parameters, ${config.layers} layers`,
      );
    } finally {
      await file.close();
    }
  }
}
