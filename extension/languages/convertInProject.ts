import * as vscode from 'vscode';
import { isRecord } from '../../common/guards';
import type { ConversionRequest } from '../../language-server/project/conversionRequest';
import { editsOf } from '../../language-server/project/fieldEdits';
import { fileOf } from '../../language-server/project/projectText';
import { relativePath } from '../../language-server/project/relativePath';
import { formatBytes } from '../../model/plan/units';
import { parseProject } from '../../project/parse';
import { conversionTypes, suggestedTarget } from '../convert/conversion';
import type { Converter } from '../convert/converter';
import { Findings } from '../convert/findings';
import { withPercents } from '../convert/progress';
import { errorText } from '../../common/errorText';
import { fileNameOf } from '../uris';

/**
 * Converts the model of a project as a quick fix proposes: writes a new file next to the old one and sets it in the project.
 * Shows a message when that fails.
 * @returns bytes written; undefined when there is no new file.
 */
export async function convertInProject(converter: Converter, argument: unknown): Promise<number | undefined> {
  const request = readRequest(argument);
  if (request === undefined) return undefined;
  try {
    return await convert(converter, request);
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
    return undefined;
  }
}

async function convert(
  converter: Converter,
  { project, type, context }: ConversionRequest,
): Promise<number | undefined> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(project, true));
  const parsed = parseProject(document.getText()).project;
  const file = parsed && fileOf(project, parsed.model);
  if (parsed === undefined || file === undefined) throw new Error('The project has changed. Try again.');
  const source = vscode.Uri.parse(file, true);
  const target = await freeTarget(source, context === undefined ? type : `${type}-${context}`);
  const findings = new Findings();
  const bytes = await withPercents(`Writing ${fileNameOf(target)}`, (work) =>
    converter.convert(source.fsPath, target.fsPath, {
      ...work,
      onFinding: findings.add,
      quantization: type,
      ...(context !== undefined && { context }),
      ...(parsed.order !== undefined && { reading: { order: parsed.order } }),
    }),
  );
  if (bytes === undefined) return undefined;
  findings.warn(fileNameOf(target));
  const model = relativePath(project, target.toString()) ?? target.fsPath;
  const changes = [
    // The new file has the order that is written here.
    ...(parsed.order === undefined ? [] : [{ field: 'order', value: undefined }]),
    { field: 'model', value: model },
  ];
  for (const change of changes) await apply(document, change);
  void vscode.window.showInformationMessage(
    `Wrote ${fileNameOf(target)} (${formatBytes(bytes)}). It is now the project's model.${findings.notes}`,
  );
  return bytes;
}

/** One change after the other, since each moves what comes behind it. */
async function apply(
  document: vscode.TextDocument,
  change: { readonly field: string; readonly value: unknown },
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of editsOf(document, [change])) {
    const { start, end } = range;
    edit.replace(
      document.uri,
      new vscode.Range(start.line, start.character, end.line, end.character),
      newText,
    );
  }
  await vscode.workspace.applyEdit(edit);
}

/** A free file name next to the source. */
async function freeTarget(source: vscode.Uri, ending: string): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const last = number === 1 ? ending : `${ending}-${number}`;
    const target = source.with({ path: suggestedTarget(source.path, last) });
    const exists = await vscode.workspace.fs.stat(target).then(
      () => true,
      () => false,
    );
    if (!exists) return target;
  }
}

function readRequest(value: unknown): ConversionRequest | undefined {
  if (!isRecord(value)) return undefined;
  const { project, type, context } = value;
  const known = conversionTypes.find((candidate) => candidate.type === type);
  if (typeof project !== 'string' || known === undefined) return undefined;
  return { project, type: known.type, ...(typeof context === 'number' && { context }) };
}
