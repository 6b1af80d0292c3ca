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
import type { KnownConversions } from './knownConversions';
import { askConversion } from './pickers';
import { withPercents } from './progress';
import type { ReportDocuments } from './reportDocuments';

/** Why VS Code for the Web cannot convert. */
const needsDisk =
  'Converting a model needs files on disk, which VS Code for the Web does not have. Use VS Code on the desktop or connected to a server.';

/** What converting needs. */
export interface Conversions {
  /** Absent where there are no files on disk. */
  readonly converter: Converter | undefined;
  readonly known: KnownConversions;
  readonly reports: ReportDocuments;
}

/**
 * Converts a model to PSNT and opens it in the inspector; shows a message when that fails.
 * @param argument a file from a menu, or a Conversion, with which nothing is asked.
 * @returns bytes written; undefined when there is no new file.
 */
export async function convertModel(conversions: Conversions, argument: unknown): Promise<number | undefined> {
  if (conversions.converter === undefined) {
    void vscode.window.showErrorMessage(needsDisk);
    return undefined;
  }
  try {
    const uri = argument instanceof vscode.Uri ? argument : undefined;
    const conversion = parseConversion(argument) ?? (await askConversion(uri));
    return conversion && (await convert(conversions, conversion));
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
    return undefined;
  }
}

async function convert(conversions: Conversions, conversion: Conversion): Promise<number | undefined> {
  const written = await writeModel(conversions, conversion);
  if (written === undefined) return undefined;
  const { bytes, notes } = written;
  const uri = vscode.Uri.file(conversion.target);
  const { reports } = conversions;
  showInformation(
    `Wrote ${fileNameOf(uri)}, ${formatBytes(bytes)}.${notes}`,
    { title: 'Report', press: () => reports.show(conversion) },
    { title: 'Report on a Text…', press: () => reports.showOnText(conversion) },
  );
  await vscode.commands.executeCommand('vscode.openWith', uri, inspectorViewType);
  return bytes;
}

/** A new file: its size, and what the conversion left out or decided, with a space before each sentence. */
interface WrittenModel {
  readonly bytes: number;
  readonly notes: string;
}

/**
 * Converts with progress, remembers the result and shows signs of damage.
 * @returns undefined when the user cancels.
 * @throws Error when the model cannot be converted, or there are no files on disk.
 */
export async function writeModel(
  { converter, known }: Omit<Conversions, 'reports'>,
  { source, target, type }: Conversion,
): Promise<WrittenModel | undefined> {
  if (converter === undefined) throw new Error(needsDisk);
  const [from, to] = [vscode.Uri.file(source), vscode.Uri.file(target)];
  const reading = await readingOf(from);
  const findings = new Findings();
  const bytes = await withPercents(`Writing ${fileNameOf(to)}`, (options) =>
    converter.convert(source, target, {
      ...options,
      onFinding: findings.add,
      quantization: type,
      reading,
    }),
  );
  if (bytes === undefined) return undefined;
  await known.remember(from, to);
  findings.warn(fileNameOf(to));
  return { bytes, notes: findings.notes };
}
