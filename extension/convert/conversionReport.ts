import * as vscode from 'vscode';
import { fileNameOf } from '../uris';
import type { Conversions } from './convertCommand';

/**
 * Shows what a converted file lost: from the conversion that is remembered, else against a model that the user chooses.
 * @throws Error when the file is not on disk.
 */
export async function showReport(
  { known, reports }: Pick<Conversions, 'known' | 'reports'>,
  file: vscode.Uri | undefined,
): Promise<void> {
  if (file === undefined) throw new Error('Open the converted model (.psnt) first.');
  if (file.scheme !== 'file')
    throw new Error(
      `${fileNameOf(file)} is not a file on disk, so that it cannot be compared with its source.`,
    );
  const source = (await known.sourceOf(file)) ?? (await askSource(file));
  if (source !== undefined) await reports.show({ source: source.fsPath, target: file.fsPath });
}

async function askSource(file: vscode.Uri): Promise<vscode.Uri | undefined> {
  const [source] =
    (await vscode.window.showOpenDialog({
      title: `Which model was ${fileNameOf(file)} converted from?`,
      openLabel: 'Compare',
      defaultUri: vscode.Uri.joinPath(file, '..'),
      canSelectFolders: true,
      canSelectFiles: true,
    })) ?? [];
  return source;
}
