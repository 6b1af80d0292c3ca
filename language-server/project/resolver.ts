import { errorText } from '../../common/errorText';
import { layoutOf, parseLayoutValue } from '../../model/plan/layoutWords';
import { readProjectText } from '../../project/readProject';
import { resolveModel, type ResolvedModel, type ResolverHost } from '../../project/program/resolveFile';
import { planRequestOf, type PlanAnswers } from '../../project/program/plan';
import { projectStatements } from '../../project/program/projectStatements';
import { resolveRun, type Resolution, type Statements } from '../../project/program/resolve';
import type { Project } from '../../project/project';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { tokensBytesOf } from '../../image/bootFiles';
import { normalUri } from '../files/access';
import { readText } from '../files/files';
import { projectsAbove } from '../files/projectsAbove';
import type { ServiceHost } from '../services/languageService';
import { fileOf } from './projectText';
import type { AvailableRam } from './sizing';

export type ResolverServices = Pick<ServiceHost, 'files' | 'setting' | 'projects' | 'log'>;

/**
 * The resolved values for a model. Its projects are those in the workspace, in its folder and above.
 * @throws Error when a setting is not valid.
 */
export function resolvedModel(model: string, host: ResolverServices): Promise<ResolvedModel> {
  return resolveModel(normalUri(model) ?? model, hostOf(host));
}

/**
 * The values for a file that the editor's settings set.
 * @throws Error when the layout is not valid.
 */
export async function saidBySettings(
  uri: string,
  { setting }: Pick<ServiceHost, 'setting'>,
): Promise<Statements> {
  const order = await setting('psnt.order', uri);
  const layout = parseLayoutValue((await setting('layout', uri)) ?? undefined);
  return {
    ...(typeof order === 'string' && order !== 'automatic' && { order }),
    ...(layout !== undefined && { layout: layoutOf(layout) }),
  };
}

function hostOf(host: ResolverServices): ResolverHost {
  const { files } = host;
  return {
    projectsFor: async (model) => {
      const found = [...(await host.projects()), ...(await projectsAbove([model], files))];
      const unique = [...new Set(found.flatMap((uri) => normalUri(uri) ?? []))];
      const statuses = await Promise.all(unique.map((uri) => files.status(uri).catch(() => undefined)));
      // One that the search found may have been deleted since.
      return unique.filter((_, index) => statuses[index]?.kind === 'file');
    },
    readProject: async (file) => {
      // What is typed in an editor is not said before it is saved.
      return readProjectText(await readText(files, file));
    },
    passedOver: (file, error) =>
      host.log(`${file} is not used because it cannot be read: ${errorText(error)}`),
    inProject: (file, path) => normalUri(fileOf(file, path) ?? '') ?? '',
    settings: (model) => saidBySettings(model, host),
  };
}

/** What holds for a project that is open in an editor. */
export const projectResolution = (project: Project, settings: Statements): Resolution =>
  resolveRun({ project: projectStatements(project, (path) => path), setting: settings });

/** What the plan of a run is made of. */
export const roomOf = (answers: PlanAnswers, tokenizer: Tokenizer | undefined): AvailableRam =>
  planRequestOf(answers, tokensBytesOf(tokenizer));
