import * as vscode from 'vscode';
import { formatBytes } from '../../model/plan/units';
import { withPercents } from '../convert/progress';
import { withLaunchedProgram, type LaunchParts } from '../debug/launchedProgram';
import { chooseProgram } from '../debug/programChoice';
import { showInformation } from '../messages';
import { inProject, isProjectFile, readProject } from '../project/projectFiles';
import { outputsOf } from '../../project/outputs';
import { fileNameOf } from '../uris';

const needsDisk =
  'Building a disc image needs files on disk, which VS Code for the Web does not have. Use VS Code on the desktop or connected to a server.';

/**
 * Builds the disc image of a project, or of a model at a path that the user chooses.
 * @param given a model, the `ps2ml.json` of a project, or undefined for the one in front.
 * @param target where the image of a model goes; asked for by default.
 * @throws Error when it cannot be built.
 */
export async function buildImage(parts: LaunchParts, given?: vscode.Uri, target?: vscode.Uri): Promise<void> {
  const program = await chooseProgram(given);
  if (program === undefined) return;
  const image = isProjectFile(program)
    ? await imageOfProject(parts, program)
    : await imageOfModel(parts, program, target);
  if (image !== undefined) await tell(image);
}

/** @returns where the image is; undefined when the build was cancelled. */
async function imageOfProject(
  { platform, log }: LaunchParts,
  file: vscode.Uri,
): Promise<vscode.Uri | undefined> {
  const { projects } = platform;
  if (projects === undefined || file.scheme !== 'file') throw new Error(needsDisk);
  const folder = vscode.Uri.joinPath(file, '..').fsPath;
  const isBuilt = await withPercents('Building the disc image', async ({ onProgress, signal }) => {
    await projects.build('image', folder, {
      say: (line) => log.info(line),
      onProgress: (_, done, total) => onProgress(done, total),
      signal,
    });
    return true;
  });
  const { project } = await readProject(file);
  return isBuilt && project ? inProject(file, outputsOf(project).image) : undefined;
}

/** @returns where the image is; undefined when the user cancels. */
async function imageOfModel(
  parts: LaunchParts,
  model: vscode.Uri,
  given: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  const { writeModelImage } = parts.platform;
  if (writeModelImage === undefined) throw new Error(needsDisk);
  const target = given ?? (await askTarget(model));
  if (target === undefined) return undefined;
  const name = fileNameOf(target);
  const isBuilt = await withPercents(`Building ${name}`, async ({ onProgress, signal }) => {
    const watch = { signal, progress: () => undefined };
    return withLaunchedProgram(parts, model, { target: 'built-in' }, watch, async (loaded) => {
      await writeModelImage(target.fsPath, loaded, {
        onProgress: (_, done, total) => onProgress(done, total),
        signal,
      });
      return true;
    });
  });
  return isBuilt ? target : undefined;
}

async function askTarget(model: vscode.Uri): Promise<vscode.Uri | undefined> {
  const name = `${fileNameOf(model).replace(/\.psnt$/i, '')}.iso`;
  return vscode.window.showSaveDialog({
    title: 'Where to write the disc image',
    ...(model.scheme === 'file' && { defaultUri: vscode.Uri.joinPath(model, '..', name) }),
    filters: { 'Disc images': ['iso'] },
  });
}

async function tell(image: vscode.Uri): Promise<void> {
  const { size } = await vscode.workspace.fs.stat(image);
  showInformation(
    `Built ${image.fsPath}, ${formatBytes(size)}.`,
    { title: 'Run', press: () => vscode.commands.executeCommand('ps2ml.runImage', image) },
    { title: 'Show in Folder', press: () => vscode.commands.executeCommand('revealFileInOS', image) },
  );
}
