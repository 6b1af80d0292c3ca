import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { errorText } from '../common/errorText';
import { readProjectText } from '../project/readProject';
import type { Io } from './io';
import type { Statements } from '../project/program/resolve';
import { resolveModel, type ResolvedModel, type ResolverHost } from '../project/program/resolveFile';
import { isProject } from '../project/node/projectFolder';
import { projectFileName } from '../project/project';

/** The resolver's host for files on disk. They have absolute paths, and there are no settings. */
const commandLine = (io: Pick<Io, 'err'>): ResolverHost => ({
  projectsFor: async (model) => {
    const found: string[] = [];
    for (const folder of foldersAbove(model)) {
      if (await isProject(folder)) found.push(join(folder, projectFileName));
    }
    return found;
  },
  readProject: async (file) => readProjectText(await readFile(file, 'utf8')),
  passedOver: (file, error) => {
    // The first line names the place: ps2ml.json:3:14: error: …
    const [first = ''] = errorText(error).split('\n');
    io.err(`Warning: the project in ${dirname(file)} is not used: ${first}\n`);
  },
  inProject: (file, path) => resolve(dirname(file), path),
  settings: () => Promise.resolve({}),
});

/**
 * The resolved values for a model on the command line: from the options, else from the project that refers to it, in its
 * folder or above.
 * @param options the values that the options set.
 * @param io is told of projects that cannot be read.
 */
export const resolved = (model: string, options: Statements, io: Pick<Io, 'err'>): Promise<ResolvedModel> =>
  resolveModel(resolve(model), commandLine(io), options);

/** The folder of a file and all folders above, the nearest first. */
function foldersAbove(file: string): string[] {
  const folder = dirname(file);
  return folder === file ? [] : [folder, ...foldersAbove(folder)];
}
