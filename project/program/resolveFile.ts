import { outputsOf } from '../outputs';
import type { Project } from '../project';
import { projectStatements } from './projectStatements';
import { resolveRun, type Resolution, type Statements } from './resolve';

/**
 * What the resolver needs from its host: an editor, a language server or a command line. Files are paths or URIs of the
 * host, and each file always has the same one.
 */
export interface ResolverHost {
  /** Every `ps2ml.json` of the workspace, or at least those in the model's folder and above. */
  projectsFor(model: string): Promise<readonly string[]>;
  /** The contents of a `ps2ml.json`; undefined if it has errors. @throws Error when it cannot be read. */
  readProject(file: string): Promise<Project | undefined>;
  /** The file for a path in a project. */
  inProject(file: string, path: string): string;
  /** Reports a project that cannot be read and is not used. Without this method, the error is thrown. */
  passedOver?(file: string, error: unknown): void;
  /** The settings for a model. @throws Error when one of them is not valid. */
  settings(model: string): Promise<Statements>;
  /** What the user has chosen for this model since its project was written. */
  chosen?(model: string, project: Statements): Statements;
  /** The tokenizer that was chosen for this model before, and the prompt that was used last. */
  remembered?(model: string): Promise<Statements>;
}

/** A project and its file. */
export interface FoundProject {
  readonly file: string;
  readonly project: Project;
  /** Other projects of the same depth that refer to the model and do not apply. */
  readonly tied?: readonly string[];
}

/** The resolved values for a model. */
export interface ResolvedModel {
  readonly model: string;
  /** The project that refers to it. */
  readonly project?: FoundProject;
  /** The source of the conversion, or the model itself. The default tokenizer is next to it. */
  readonly source: string;
  readonly answers: Resolution;
}

/**
 * Files in the order in which they apply: the outermost first, those of the same depth by name. If several projects
 * refer to a model, the first one applies.
 */
export function outermostFirst(files: readonly string[]): string[] {
  return [...files].sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
}

const depthOf = (file: string): number => file.split(/[/\\]/).length;

/** The projects of a workspace that are used: the outermost 20. */
export const usedProjects = (files: readonly string[]): string[] => outermostFirst(files).slice(0, 20);

/** The projects that may refer to a model: those that are used, and those in the model's folder and above. */
function projectsFor(model: string, files: readonly string[]): string[] {
  const above = files.filter((file) => model.startsWith(file.replace(/[^/\\]*$/, '')));
  return outermostFirst([...new Set([...usedProjects(files), ...above])]);
}

/** The project that puts this model on its disc. If there are several, the outermost. */
export async function projectOf(
  model: string,
  host: Pick<ResolverHost, 'projectsFor' | 'readProject' | 'inProject' | 'passedOver'>,
): Promise<FoundProject | undefined> {
  let found: FoundProject | undefined;
  const tied: string[] = [];
  for (const file of projectsFor(model, await host.projectsFor(model))) {
    if (found && depthOf(file) > depthOf(found.file)) break;
    const project = await readOrPassOver(file, host);
    if (!project || host.inProject(file, outputsOf(project).psnt) !== model) continue;
    if (found) tied.push(file);
    else found = { file, project };
  }
  return found && (tied.length > 0 ? { ...found, tied } : found);
}

async function readOrPassOver(
  file: string,
  host: Pick<ResolverHost, 'readProject' | 'passedOver'>,
): Promise<Project | undefined> {
  try {
    return await host.readProject(file);
  } catch (error) {
    if (!host.passedOver) throw error;
    host.passedOver(file, error);
    return undefined;
  }
}

/**
 * Decides which values apply to a model.
 * @param launch the values of the launch configuration or the command line.
 * @param named the `ps2ml.json` that is launched. Default: the one that names the model.
 * @throws Error when a setting is not valid.
 */
export async function resolveModel(
  model: string,
  host: ResolverHost,
  launch: Statements = {},
  named?: string,
): Promise<ResolvedModel> {
  const found = await (named === undefined ? projectOf(model, host) : projectAt(named, host));
  const project = found && statementsOf(found, host);
  const answers = resolveRun({
    launch,
    ...(project && { project }),
    ...(project && host.chosen && { chosen: host.chosen(model, project) }),
    setting: await host.settings(model),
    ...(host.remembered && { remembered: await host.remembered(model) }),
  });
  const source = found ? host.inProject(found.file, found.project.model) : model;
  return { model, ...(found && { project: found }), source, answers };
}

async function projectAt(
  file: string,
  host: Pick<ResolverHost, 'readProject'>,
): Promise<FoundProject | undefined> {
  const project = await host.readProject(file);
  return project && { file, project };
}

const statementsOf = ({ file, project }: FoundProject, host: Pick<ResolverHost, 'inProject'>): Statements =>
  projectStatements(project, (path) => host.inProject(file, path));
