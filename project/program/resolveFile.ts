import { outputsOf } from '../outputs';
import type { Project } from '../project';
import { projectStatements } from './projectStatements';
import { resolveRun, type Resolution, type Statements } from './resolve';

/**
 * What the resolver asks of the place that it runs in: an editor, a language server, a command line. Files are named as
 * that place names them, by paths or URIs, the same file always alike.
 */
export interface ResolverHost {
  /** Every `ps2ml.json` that may name this model, those of outer folders first. */
  projectsFor(model: string): Promise<readonly string[]>;
  /** The contents of a `ps2ml.json`; undefined if it has errors. @throws Error when it cannot be read. */
  readProject(file: string): Promise<Project | undefined>;
  /** The file that a project calls `path`. */
  inProject(file: string, path: string): string;
  /** The settings for a model. @throws Error when one of them is not valid. */
  settings(model: string): Promise<Statements>;
  /** What was chosen for this model before. */
  remembered?(model: string): Promise<Statements>;
}

/** A project and its file. */
export interface FoundProject {
  readonly file: string;
  readonly project: Project;
}

/** What holds for a model. */
export interface ResolvedModel {
  readonly model: string;
  /** The project that names it. */
  readonly project?: FoundProject;
  readonly answers: Resolution;
}

/** The project that puts this model on its disc; of several the outermost. */
export async function projectOf(
  model: string,
  host: Pick<ResolverHost, 'projectsFor' | 'readProject' | 'inProject'>,
): Promise<FoundProject | undefined> {
  for (const file of await host.projectsFor(model)) {
    const project = await host.readProject(file);
    if (project && host.inProject(file, outputsOf(project).psnt) === model) return { file, project };
  }
  return undefined;
}

/**
 * Decides what holds for a model.
 * @param launch what the launch configuration or the command line says.
 * @throws Error when a setting is not valid.
 */
export async function resolveModel(
  model: string,
  host: ResolverHost,
  launch: Statements = {},
): Promise<ResolvedModel> {
  const found = await projectOf(model, host);
  const answers = resolveRun({
    launch,
    ...(found && { project: statementsOf(found, host) }),
    setting: await host.settings(model),
    ...(host.remembered && { remembered: await host.remembered(model) }),
  });
  return { model, ...(found && { project: found }), answers };
}

const statementsOf = ({ file, project }: FoundProject, host: Pick<ResolverHost, 'inProject'>): Statements =>
  projectStatements(project, (path) => host.inProject(file, path));
