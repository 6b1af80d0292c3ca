import * as vscode from 'vscode';
import { exportFormats } from '../../model/trace/export/formats';
import { errorText } from '../errorText';
import type { Platform } from '../platform';
import type { TraceStore } from '../traceStore';
import { fileNameOf } from '../uris';
import type { TraceDocument } from './traceDocument';
import type { TraceStorage } from './traceStorage';

/** Makes the files that are written here. */
export type FileMaker = Pick<Platform, 'growingFile'>;

const traceFilter = { 'PS2 ML trace': ['ps2trace'] };

/** Asks which earlier trace to compare with, and does. */
export async function chooseBaseline(document: TraceDocument): Promise<void> {
  const [baseline] =
    (await vscode.window.showOpenDialog({
      title: 'Compare with an Earlier Trace',
      openLabel: 'Compare',
      filters: traceFilter,
      defaultUri: vscode.Uri.joinPath(document.uri, '..'),
    })) ?? [];
  if (baseline === undefined) return;
  try {
    await document.compareWith(baseline);
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}

/** Asks for a format and a place, and writes the trace there. */
export async function exportTrace(document: TraceDocument, platform: FileMaker): Promise<void> {
  const choice = await vscode.window.showQuickPick(
    exportFormats.map((format) => ({ label: format.label, description: `.${format.extension}`, format })),
    { title: `Export ${document.label}`, placeHolder: 'What to write' },
  );
  if (choice === undefined) return;
  const { format } = choice;
  const stem = document.label.replace(/\.ps2trace$/, '');
  const suffix = format.id.startsWith('csv-') ? `-${format.id.slice(4)}` : '';
  const target = await vscode.window.showSaveDialog({
    title: `Export ${document.label}`,
    defaultUri: vscode.Uri.joinPath(document.uri, '..', `${stem}${suffix}.${format.extension}`),
  });
  if (target === undefined) return;
  const encoder = new TextEncoder();
  await reported(`Exporting ${document.label}`, target, platform, (write) =>
    document.withEvents(async (trace) => {
      for await (const piece of format.write(trace)) await write(encoder.encode(piece));
    }),
  );
}

/** Asks where, and writes the trace of a run there: also of one that goes on. */
export async function saveTrace(
  storage: TraceStorage,
  store: TraceStore | undefined,
  platform: FileMaker,
): Promise<void> {
  if (store === undefined) {
    void vscode.window.showInformationMessage('There is no run to save yet: debug or run a model first.');
    return;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${store.plan.model.replace(/\.[^.]*$/, '')}.ps2trace`;
  const target = await vscode.window.showSaveDialog({
    title: 'Save Trace',
    filters: traceFilter,
    ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (target === undefined) return;
  const isSaved = await reported(`Saving ${fileNameOf(target)}`, target, platform, async (write) =>
    write(await storage.bytesOf(store)),
  );
  if (isSaved) await vscode.commands.executeCommand('vscode.open', target);
}

type Write = (bytes: Uint8Array) => Promise<void>;

/** Writes a file, with progress; what fails is said. @returns whether it was done. */
async function reported(
  title: string,
  target: vscode.Uri,
  platform: FileMaker,
  fill: (write: Write) => Promise<void>,
): Promise<boolean> {
  try {
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
      writeWhole(target, platform, fill),
    );
    return true;
  } catch (error) {
    void vscode.window.showErrorMessage(`${title} failed: ${errorText(error)}`);
    return false;
  }
}

/** A file that is there whole or as it was before. */
async function writeWhole(
  target: vscode.Uri,
  { growingFile }: FileMaker,
  fill: (write: Write) => Promise<void>,
): Promise<void> {
  const { fs } = vscode.workspace;
  const unfinished = target.with({ path: `${target.path}.${crypto.randomUUID().slice(0, 8)}.new` });
  try {
    const file = await growingFile(unfinished);
    try {
      await fill((bytes) => file.write(bytes));
    } finally {
      await file.close();
    }
    await fs.rename(unfinished, target, { overwrite: true });
  } catch (error) {
    // It may not have come to be.
    await Promise.resolve(fs.delete(unfinished)).catch(() => undefined);
    throw error;
  }
}
