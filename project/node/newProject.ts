import { constants } from 'node:fs';
import { copyFile, mkdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { systemCode } from '../../common/errorText';
import { projectFileName } from '../project';
import { ignoreTemplate, projectTemplate } from '../template';

export interface NewProjectRequest {
  /** Created if it does not exist. */
  readonly folder: string;
  /** A model file or folder that stays where it is, or files that are copied into the project, the model first. */
  readonly model: string | readonly [string, ...string[]];
  readonly prompt: string;
  /** Files of a program of the user's own. */
  readonly program?: OwnProgram;
}

/** A program that runs in place of ours. */
export interface OwnProgram {
  /** Its ELF, by its path in the project. */
  readonly elf: string;
  /** Absolute path of each file, by its path in the project. */
  readonly files: ReadonlyMap<string, string>;
}

/** A created project, which can be removed again. */
export interface MadeProject {
  /** Absolute path of its `ps2ml.json`. */
  readonly file: string;
  /** Removes exactly the created files, even if they have changed. Files added later stay. */
  readonly undo: () => Promise<void>;
}

/**
 * Creates a project: its `ps2ml.json`, the sample model if requested, and a `.gitignore` if there is none.
 * @throws Error when a file exists already. Then nothing is left behind.
 */
export async function makeProject({
  folder,
  model,
  prompt,
  program,
}: NewProjectRequest): Promise<MadeProject> {
  const root = resolve(folder);
  const file = join(root, projectFileName);
  const made: string[] = [];
  const madeFolders: string[] = [];
  const isNewFolder = (await stat(root).catch(() => undefined)) === undefined;
  const undo = async (): Promise<void> => {
    for (const path of made.splice(0)) await rm(path, { force: true });
    // The innermost first; a folder with other files stays.
    for (const path of madeFolders.splice(0).reverse()) await rmdir(path).catch(() => undefined);
    // A folder that existed before or contains other files stays.
    if (isNewFolder) await rmdir(root).catch(() => undefined);
  };
  try {
    await mkdir(root, { recursive: true });
    const named = typeof model === 'string' ? modelPath(root, model) : basename(model[0]);
    for (const source of typeof model === 'string' ? [] : model) {
      const target = join(root, basename(source));
      await fresh(target, () => copyFile(source, target, constants.COPYFILE_EXCL));
      made.push(target);
    }
    for (const [name, source] of program?.files ?? []) {
      const target = join(root, name);
      const created = await mkdir(dirname(target), { recursive: true });
      if (created !== undefined) madeFolders.push(...foldersBetween(created, dirname(target)));
      await fresh(target, () => copyFile(source, target, constants.COPYFILE_EXCL));
      made.push(target);
    }
    const text = projectTemplate({ model: named, prompt, ...(program && { elf: program.elf }) });
    await fresh(file, () => writeFile(file, text, { flag: 'wx' }));
    made.push(file);
    const ignore = join(root, '.gitignore');
    // An existing one belongs to the user.
    const isIgnored = await writeFile(ignore, ignoreTemplate, { flag: 'wx' }).then(
      () => true,
      () => false,
    );
    if (isIgnored) made.push(ignore);
    return { file, undo };
  } catch (error) {
    await undo();
    throw error;
  }
}

/** The folders from `outer` to `inner`, the outermost first. */
function foldersBetween(outer: string, inner: string): string[] {
  return inner === outer ? [outer] : [...foldersBetween(outer, dirname(inner)), inner];
}

/** Relative if the model is inside the project, so that the project can be moved; otherwise absolute. */
function modelPath(root: string, model: string): string {
  const absolute = resolve(model);
  const inside = relative(root, absolute);
  const isInside = inside !== '' && !inside.startsWith('..') && resolve(root, inside) === absolute;
  return (isInside ? inside : absolute).replaceAll('\\', '/');
}

async function fresh(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    throw new Error(`${path} already exists and was not changed: choose another folder.`, {
      cause: error,
    });
  }
}
