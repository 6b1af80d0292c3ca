import * as vscode from 'vscode';
import { Disposables } from '../disposables';

/** What the setting `ps2ml.assembly.detect` can be. */
type Detect = 'unclaimed' | 'marked' | 'off';

/**
 * Gives assembly sources of the PlayStation 2 their language when they open. Their endings are everybody's, so that
 * a file that another extension has a language for is left alone, unless the user wants it.
 */
export class AssemblyDetection implements vscode.Disposable {
  private readonly owned = new Disposables();
  /** What a person chose for a file stays; only a file's first opening is looked at. */
  private readonly seen = new Set<string>();

  constructor(private readonly log: vscode.LogOutputChannel) {
    this.owned.add(vscode.workspace.onDidOpenTextDocument((document) => void this.consider(document)));
    for (const document of vscode.workspace.textDocuments) void this.consider(document);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async consider(document: vscode.TextDocument): Promise<void> {
    const { uri, languageId } = document;
    if (!/\.(?:s|asm|vcl)$/i.test(uri.path) || this.seen.has(uri.toString())) return;
    this.seen.add(uri.toString());
    const detect = vscode.workspace
      .getConfiguration('ps2ml', uri)
      .get<Detect>('assembly.detect', 'unclaimed');
    if (detect === 'off' || /^(?:r5900-asm|ps2-)/.test(languageId)) return;
    const claimed = languageId !== 'plaintext';
    if (claimed && detect !== 'marked') return;
    // The instruction tables are read only when there is something to look at.
    const { assemblyLanguageOf } = await import('../../language-server/assembly/detect.js');
    const found = assemblyLanguageOf({
      name: uri.path,
      text: document.getText(),
      inProject: await inProject(uri),
    });
    if (found === undefined || (claimed && !found.sure) || document.isClosed) return;
    try {
      await vscode.languages.setTextDocumentLanguage(document, found.id);
    } catch (error) {
      this.log.warn(`${uri.toString()} stays ${languageId}: ${String(error)}`);
    }
  }
}

/** Whether the workspace folder of a file has a project. */
async function inProject(uri: vscode.Uri): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined) return false;
  const pattern = new vscode.RelativePattern(folder, '**/ps2ml.json');
  return (await vscode.workspace.findFiles(pattern, '**/node_modules/**', 1)).length > 0;
}
