import * as vscode from 'vscode';
import { formatBytes } from '../../model/plan/units';
import { errorText } from '../errorText';
import { inspectorViewType } from '../inspector/inspectedUri';
import { readingOf } from '../project/resolver';
import { fileNameOf } from '../uris';
import { parseConversion, type Conversion } from './conversion';
import type { Converter } from './converter';
import { askConversion } from './pickers';
import { withPercents } from './progress';
import type { ReportDocuments } from './reportDocuments';

/** Why there is no conversion in VS Code for the Web. */
const needsDisk =
  'Converting reads and writes files on disk, which VS Code for the Web has not: use VS Code on the desktop or connected to a server.';

/**
 * Converts a model to PSNT and opens it in the inspector; what is wrong is said in a message.
 * @param argument a file from a menu, or a Conversion, with which nothing is asked.
 * @returns bytes written; undefined when there is no new file.
 */
export async function convertModel(
  converter: Converter | undefined,
  reports: ReportDocuments,
  argument: unknown,
): Promise<number | undefined> {
  if (converter === undefined) {
    void vscode.window.showErrorMessage(needsDisk);
    return undefined;
  }
  try {
    const uri = argument instanceof vscode.Uri ? argument : undefined;
    const conversion = parseConversion(argument) ?? (await askConversion(uri));
    return conversion && (await convert(converter, reports, conversion));
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
    return undefined;
  }
}

async function convert(
  converter: Converter,
  reports: ReportDocuments,
  conversion: Conversion,
): Promise<number | undefined> {
  const { source, target, type } = conversion;
  const uri = vscode.Uri.file(target);
  const name = fileNameOf(uri);
  const reading = await readingOf(vscode.Uri.file(source));
  const bytes = await withPercents(`Writing ${name}`, (options) =>
    converter.convert(source, target, {
      ...options,
      quantization: type,
      reading,
    }),
  );
  if (bytes === undefined) return undefined;
  void offerReport(reports, conversion, `Wrote ${name}, ${formatBytes(bytes)}.`);
  await vscode.commands.executeCommand('vscode.openWith', uri, inspectorViewType);
  return bytes;
}

/** Says that it is done; the answer may come much later, or never. */
async function offerReport(reports: ReportDocuments, conversion: Conversion, text: string): Promise<void> {
  const [report, onText] = ['Report', 'Report on a Text…'];
  const chosen = await vscode.window.showInformationMessage(text, report, onText);
  if (chosen === report) await reports.show(conversion);
  if (chosen === onText) await reports.showOnText(conversion);
}
