import * as vscode from 'vscode';
import { formatBytes } from '../../model/plan/units';
import { errorText } from '../../common/errorText';
import { inspectorViewType } from '../inspector/inspectedUri';
import { showInformation } from '../messages';
import { readingOf } from '../project/resolver';
import { fileNameOf } from '../uris';
import { parseConversion, type Conversion } from './conversion';
import type { Converter } from './converter';
import { Findings } from './findings';
import { askConversion } from './pickers';
import { withPercents } from './progress';
import type { ReportDocuments } from './reportDocuments';

/** Why VS Code for the Web cannot convert. */
const needsDisk =
  'Converting a model needs files on disk, which VS Code for the Web does not have. Use VS Code on the desktop or connected to a server.';

/**
 * Converts a model to PSNT and opens it in the inspector; shows a message when that fails.
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
  const findings = new Findings();
  const bytes = await withPercents(`Writing ${name}`, (options) =>
    converter.convert(source, target, {
      ...options,
      onFinding: findings.add,
      quantization: type,
      reading,
    }),
  );
  if (bytes === undefined) return undefined;
  findings.warn(name);
  showInformation(
    `Wrote ${name}, ${formatBytes(bytes)}.${findings.notes}`,
    { title: 'Report', press: () => reports.show(conversion) },
    { title: 'Report on a Text…', press: () => reports.showOnText(conversion) },
  );
  await vscode.commands.executeCommand('vscode.openWith', uri, inspectorViewType);
  return bytes;
}
