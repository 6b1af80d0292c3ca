import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseProject } from '../project/parse';
import type { Statements } from '../project/program/resolve';
import { resolveModel, type ResolvedModel, type ResolverHost } from '../project/program/resolveFile';
import { isProject } from '../project/node/projectFolder';
import { projectFileName } from '../project/project';

/** The resolver's host for files on disk. They have absolute paths, and there are no settings. */
const commandLine: ResolverHost = {
  projectsFor: async (model) => {
    const found: string[] = [];
    for (const folder of foldersAbove(model)) {
      if (await isProject(folder)) found.push(join(folder, projectFileName));
    }
    return found;
  },
  readProject: async (file) => parseProject(await readFile(file, 'utf8')).project,
  inProject: (file, path) => resolve(dirname(file), path),
  settings: () => Promise.resolve({}),
};

/**
 * The resolved values for a model on the command line: from the options, else from the project that refers to it, in its
 * folder or above.
 * @param options the values that the options set
 */
export const resolved = (model: string, options: Statements): Promise<ResolvedModel> =>
  resolveModel(resolve(model), commandLine, options);

/** The folder of a file and all folders above, the nearest first. */
function foldersAbove(file: string): string[] {
  const folder = dirname(file);
  return folder === file ? [] : [folder, ...foldersAbove(folder)];
}
