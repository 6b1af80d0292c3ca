import type { DiscSettings } from '../../../image/discSettings';
import { PlanError } from '../../../model/plan/error';
import { outputsOf } from '../../outputs';
import { loadProgram, promptsOf, type LoadedProgram } from '../../program/load';
import { adjacentTokenizer, openFile } from '../../program/node/files';
import { projectStatements } from '../../program/projectStatements';
import { requestOf, resolveRun, type Resolution } from '../../program/resolve';
import type { Work } from './work';

/** A project's model, plan and run, ready for a disc. */
export interface ProjectProgram extends LoadedProgram {
  readonly disc: DiscSettings;
  /** The ids of every prompt of the project; that of the run if it has none. */
  readonly choices: readonly (readonly number[])[];
}

/** The resolved values for the disc of a project. */
export const resolutionOf = ({ folder: { project, pathOf }, settings }: Work): Resolution =>
  resolveRun({ project: projectStatements(project, pathOf), ...(settings && { setting: settings }) });

/** Opens the converted model and compiles the plan. @throws ProjectError, or the reason of the abort. */
export async function loadProject(work: Work): Promise<ProjectProgram> {
  const { folder, signal } = work;
  const { project, pathOf } = folder;
  const answers = resolutionOf(work);
  // The disc runs on consoles, which all use this arithmetic.
  const request = {
    ...requestOf(pathOf(outputsOf(project).psnt), answers),
    source: pathOf(project.model),
    arithmetic: 'ee',
  } as const;
  try {
    const files = { openFile, adjacentTokenizer, ...(work.texts && { texts: work.texts }) };
    const loaded = await loadProgram(request, files, () => undefined, signal);
    const { plan, tokenizer } = loaded.program;
    const prompts = project.prompts.length > 0 ? project.prompts : [request.prompt];
    const choices = await promptsOf(prompts, request, { plan, tokenizer, texts: work.texts, signal });
    return { ...loaded, disc: answers.disc.value, choices };
  } catch (error) {
    signal.throwIfAborted();
    const isTooLarge = error instanceof PlanError && project.ram.budgetKiB !== undefined;
    throw folder.errorAt(isTooLarge ? 'ram.budgetKiB' : 'model', error);
  }
}
