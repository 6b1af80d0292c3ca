import * as vscode from 'vscode';
import { ask, showInformation } from '../messages';
import { fileNameOf } from '../uris';
import { conversionTypes, suggestedInFolder, suggestedTarget } from './conversion';
import { writeModel, type Conversions } from './convertCommand';
import { checkOnDisk, isFolder } from './pickers';

/**
 * The PSNT of a model in another format: the file that it was converted to before, if that is up to date, else a new
 * one of the default type where "Convert to PSNT…" proposes it.
 * @returns undefined when the user cancels.
 * @throws Error when the model cannot be converted.
 */
export async function convertedModel(
  conversions: Omit<Conversions, 'reports'>,
  source: vscode.Uri,
): Promise<vscode.Uri | undefined> {
  checkOnDisk(source);
  const known = await conversions.known.upToDate(source);
  if (known !== undefined) return known;
  const [{ type }] = conversionTypes;
  const target = source.with({
    path: (await isFolder(source))
      ? suggestedInFolder(source.path, type)
      : suggestedTarget(source.path, type),
  });
  const use = await useOf(target, source);
  if (use === undefined) return undefined;
  if (use === 'existing') return target;
  const written = await writeModel(conversions, { source: source.fsPath, target: target.fsPath, type });
  if (written === undefined) return undefined;
  if (written.notes !== '') showInformation(`Wrote ${fileNameOf(target)}.${written.notes}`);
  return target;
}

const convertAgain = 'Convert Again';
const useExisting = 'Use Existing File';

/** Whether to write a file or to use the one that is there; undefined when the user cancels. */
async function useOf(target: vscode.Uri, source: vscode.Uri): Promise<'new' | 'existing' | undefined> {
  const isThere = await vscode.workspace.fs.stat(target).then(
    () => true,
    () => false,
  );
  if (!isThere) return 'new';
  const name = fileNameOf(target);
  const answer = await ask(
    `${name} exists already. Convert ${fileNameOf(source)} again?`,
    `It is not known whether ${name} was made from ${fileNameOf(source)} as it is now. Converting replaces it.`,
    convertAgain,
    useExisting,
  );
  if (answer === undefined) return undefined;
  return answer === useExisting ? 'existing' : 'new';
}
