import * as vscode from 'vscode';
import type { Quantization } from '../../model/psnt/fields';
import { fileNameOf } from '../uris';
import { conversionTypes, suggestedInFolder, suggestedTarget, type Conversion } from './conversion';

/** Asks for what is missing; undefined when the user cancels. @throws Error when a file is not on disk. */
export async function askConversion(given: vscode.Uri | undefined): Promise<Conversion | undefined> {
  const source = given ?? (await pickSource());
  if (source === undefined) return undefined;
  checkOnDisk(source);
  const type = await pickType(source);
  if (type === undefined) return undefined;
  const target = await vscode.window.showSaveDialog({
    title: 'Convert to PSNT',
    saveLabel: 'Convert',
    defaultUri: source.with({
      path: (await isFolder(source))
        ? suggestedInFolder(source.path, type)
        : suggestedTarget(source.path, type),
    }),
    filters: { PSNT: ['psnt'] },
  });
  if (target === undefined) return undefined;
  checkOnDisk(target);
  return { source: source.fsPath, target: target.fsPath, type };
}

/** Whether this is a folder. @throws Error when there is nothing. */
export async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
}

/** A dialog picks files or folders, never both; a safetensors file means the folder that it is in. */
async function pickSource(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: 'Model to convert',
    openLabel: 'Convert',
    filters: { Models: ['bin', 'gguf', 'safetensors', 'pt', 'pth', 'psnt'] },
  });
  return picked?.[0];
}

async function pickType(source: vscode.Uri): Promise<Quantization | undefined> {
  const picked = await vscode.window.showQuickPick(conversionTypes, {
    title: `Convert ${fileNameOf(source)} to PSNT`,
    placeHolder: 'Type of the matrices',
  });
  return picked?.type;
}

/** @throws Error when a file is not on a local disk. */
export function checkOnDisk(uri: vscode.Uri): void {
  if (uri.scheme === 'file') return;
  throw new Error(
    `Cannot convert ${fileNameOf(uri)}: it is not on a local disk (${uri.scheme}). Copy it to a local folder first.`,
  );
}
