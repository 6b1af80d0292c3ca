import * as vscode from 'vscode';
import { isRecord } from '../../common/guards';
import { exportFormats, type ExportFormat } from '../../model/trace/export/formats';
import { errorText } from '../../common/errorText';
import type { Platform } from '../platform';
import type { TraceStore } from '../traceStore';
import { tellSaved } from '../savedMessage';
import { fileNameOf } from '../uris';
import type { TraceDocument } from './traceDocument';
import type { TraceStorage } from './traceStorage';

/** Makes the files that are written here. */
export type FileMaker = Pick<Platform, 'growingFile'>;

const traceFilter = { 'PS2 ML trace': ['ps2trace'] };

/** What commands may be given instead of asking, by other extensions. */
export interface TraceArguments {
  /** Where to write. */
  readonly target?: vscode.Uri;
  /** Id of a format (`model/trace/export/formats.ts`). */
  readonly format?: string;
  /** The trace to compare with. */
  readonly baseline?: vscode.Uri;
}

/** The arguments of a command, which may be anything: a menu gives the file that it was opened on. */
export function traceArguments(value: unknown): TraceArguments {
  if (!isRecord(value) || value instanceof vscode.Uri) return {};
  const { target, format, baseline } = value;
  return {
    ...(target instanceof vscode.Uri && { target }),
    ...(typeof format === 'string' && { format }),
    ...(baseline instanceof vscode.Uri && { baseline }),
  };
}

/** Asks which earlier trace to compare with, unless it is given, and compares. */
export async function chooseBaseline(
  document: TraceDocument,
  storage: Pick<TraceStorage, 'list'>,
  given: TraceArguments = {},
): Promise<void> {
  const baseline = given.baseline ?? (await askForBaseline(document, storage));
  if (baseline === undefined) return;
  try {
    await document.compareWith(baseline);
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}

/** Offers the last runs, and any file. */
async function askForBaseline(
  { uri }: TraceDocument,
  storage: Pick<TraceStorage, 'list'>,
): Promise<vscode.Uri | undefined> {
  const runs = (await storage.list()).filter((run) => run.uri.toString() !== uri.toString());
  if (runs.length === 0) return askForFile(uri);
  const items = runs.map(({ name, created, target, uri: run }) => ({
    label: name,
    ...(created !== undefined && { description: new Date(created).toLocaleString() }),
    detail: `${target}, not saved as a file`,
    run,
  }));
  const file = { label: '$(folder-opened) Choose a File…', run: undefined };
  const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { run: vscode.Uri | undefined }>(
    [...items, file],
    { title: 'Compare with Which Run?', matchOnDescription: true },
  );
  if (picked === undefined) return undefined;
  return picked.run ?? askForFile(uri);
}

async function askForFile(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Compare with an Earlier Trace',
    openLabel: 'Compare',
    filters: traceFilter,
    defaultUri: vscode.Uri.joinPath(uri, '..'),
  });
  return chosen?.[0];
}

/** Asks for a format and a place, unless they are given, and writes the trace there. */
export async function exportTrace(
  document: TraceDocument,
  platform: FileMaker,
  given: TraceArguments = {},
): Promise<void> {
  const format = exportFormats.find(({ id }) => id === given.format) ?? (await askForFormat(document));
  if (format === undefined) return;
  const target = given.target ?? (await askForTarget(document, format));
  if (target === undefined) return;
  const encoder = new TextEncoder();
  const isExported = await reported(`Exporting ${document.label}`, target, platform, (write) =>
    document.withEvents(async (trace) => {
      for await (const piece of format.write(trace)) await write(encoder.encode(piece));
    }),
  );
  if (isExported) tellSaved(target);
}

async function askForFormat({ label: title }: TraceDocument): Promise<ExportFormat | undefined> {
  const choice = await vscode.window.showQuickPick(
    exportFormats.map((format) => ({ label: format.label, description: `.${format.extension}`, format })),
    { title: `Export ${title}`, placeHolder: 'Choose the export format' },
  );
  return choice?.format;
}

function askForTarget(
  { uri, label }: TraceDocument,
  { id, extension }: ExportFormat,
): Thenable<vscode.Uri | undefined> {
  const stem = label.replace(/\.ps2trace$/, '');
  const suffix = id.startsWith('csv-') ? `-${id.slice(4)}` : '';
  return vscode.window.showSaveDialog({
    title: `Export ${label}`,
    defaultUri: vscode.Uri.joinPath(uri, '..', `${stem}${suffix}.${extension}`),
  });
}

/** Asks where, unless it is given, and writes the trace of a run there; also during the run. */
export async function saveTrace(
  storage: TraceStorage,
  store: TraceStore | undefined,
  platform: FileMaker,
  given: TraceArguments = {},
): Promise<void> {
  if (store === undefined) {
    void vscode.window.showInformationMessage('No run to save. Debug or run a model first.');
    return;
  }
  const target = given.target ?? (await askWhereToSave(store));
  if (target === undefined) return;
  const isSaved = await reported(`Saving ${fileNameOf(target)}`, target, platform, async (write) =>
    write(await storage.bytesOf(store)),
  );
  if (isSaved) await vscode.commands.executeCommand('vscode.open', target);
}

async function askWhereToSave({ plan }: TraceStore): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const defaultUri = folder && (await freshName(folder, plan.model.replace(/\.[^.]*$/, '')));
  return vscode.window.showSaveDialog({
    title: 'Save Trace',
    filters: traceFilter,
    ...(defaultUri !== undefined && { defaultUri }),
  });
}

/** `tiny.ps2trace`, or `tiny-2.ps2trace` where that exists: saving a run must not offer to replace another. */
async function freshName(folder: vscode.Uri, stem: string): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.ps2trace`;
    const uri = vscode.Uri.joinPath(folder, name);
    const isThere = await Promise.resolve(vscode.workspace.fs.stat(uri)).then(
      () => true,
      () => false,
    );
    if (!isThere) return uri;
  }
}

type Write = (bytes: Uint8Array) => Promise<void>;

/** Writes a file, with progress; shows a message when that fails. @returns whether it was written. */
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
