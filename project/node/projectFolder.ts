import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { errorText } from '../../common/errorText';
import { problemLine, ProjectError, projectError } from '../error';
import { outputsOf, type ProjectOutputs } from '../outputs';
import { parseProject } from '../parse';
import { placeOf, placeOfField } from '../place';
import { projectFileName, type Project } from '../project';

/** A project on disk. */
export interface ProjectFolder {
  /** Absolute. */
  readonly folder: string;
  readonly project: Project;
  /** The paths of its outputs, relative to the folder. */
  readonly outputs: ProjectOutputs;
  /** The absolute path of a path in the project. */
  readonly pathOf: (path: string) => string;
  /** An error that the value of a field causes. */
  readonly errorAt: (field: string, error: unknown) => ProjectError;
}

/**
 * Reads the `ps2ml.json` of a folder.
 * @param path the folder or the file itself.
 * @throws ProjectError when the file has errors, Error when it cannot be read.
 */
export async function openProject(path: string): Promise<ProjectFolder> {
  const folder = resolve(basename(path) === projectFileName ? dirname(path) : path);
  const text = await readText(join(folder, projectFileName));
  const { project, problems } = parseProject(text);
  if (!project) throw projectError(problems, ({ offset }) => placeOf(text, offset));
  return {
    folder,
    project,
    outputs: outputsOf(project),
    pathOf: (name) => resolve(folder, name),
    errorAt: (field, error) => {
      const place = placeOfField(text, field);
      return new ProjectError(problemLine(place, errorText(error)), place, { cause: error });
    },
  };
}

/** Whether a folder is a project. */
export async function isProject(folder: string): Promise<boolean> {
  return stat(join(folder, projectFileName)).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Error(
      `Cannot read ${path}: a project is a folder with a ${projectFileName}. Create one with ps2ml new.`,
      {
        cause: error,
      },
    );
  }
}
