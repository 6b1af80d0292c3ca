import { constants } from 'node:fs';
import { copyFile, mkdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { projectFileName } from '../project';
import { ignoreTemplate, projectTemplate } from '../template';

export interface NewProjectRequest {
  /** Made when it is not there. */
  readonly folder: string;
  /** A model file or folder that is used where it is, or files that are copied into the project, the model first. */
  readonly model: string | readonly [string, ...string[]];
  readonly prompt: string;
}

/** A project that was made, and can be taken back. */
export interface MadeProject {
  /** Absolute path of its `ps2ml.json`. */
  readonly file: string;
  /** Removes exactly what was made; what was changed since goes as well, what was added stays. */
  readonly undo: () => Promise<void>;
}

/**
 * Makes a project: its `ps2ml.json`, the sample when it is asked for, a `.gitignore` where there is none.
 * @throws Error in words when a file is there already; then nothing is left behind.
 */
export async function makeProject({ folder, model, prompt }: NewProjectRequest): Promise<MadeProject> {
  const root = resolve(folder);
  const file = join(root, projectFileName);
  const made: string[] = [];
  const isNewFolder = (await stat(root).catch(() => undefined)) === undefined;
  const undo = async (): Promise<void> => {
    for (const path of made.splice(0)) await rm(path, { force: true });
    // A folder that was there before, or holds something else, stays.
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
    const text = projectTemplate({ model: named, prompt });
    await fresh(file, () => writeFile(file, text, { flag: 'wx' }));
    made.push(file);
    const ignore = join(root, '.gitignore');
    // One that is there is the user's own.
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

/** Inside of the project relative, so that it can be moved; elsewhere absolute. */
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
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
    throw new Error(`${path} is there already and is left as it is: choose another folder.`, {
      cause: error,
    });
  }
}
