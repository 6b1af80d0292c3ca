import { parseLaunchArguments } from '../../../debug-adapter/launch/launchArguments';
import { loadProgram, type LoadedProgram } from '../../../debug-adapter/launch/loading';
import { openFile, adjacentTokenizer } from '../../../debug-adapter/node/files';
import { projectLaunch } from '../../../debug-adapter/launch/projectLaunch';
import type { DiscSettings } from '../../../image/discSettings';
import { PlanError } from '../../../model/plan/error';
import type { Work } from './work';

/** A project's model, plan and run, ready for a disc. */
export interface ProjectProgram extends LoadedProgram {
  readonly disc: DiscSettings;
}

/** Opens the model, which is converted already, and compiles the plan. @throws ProjectError, or the reason of the abort. */
export async function loadProject(work: Work): Promise<ProjectProgram> {
  const { folder, signal } = work;
  const fromProject = projectLaunch(folder.project, (path) => folder.pathOf(path));
  const launch = parseLaunchArguments({ ...fromProject, target: 'console' }, ['console']);
  const source = folder.pathOf(folder.project.model);
  const host = {
    openFile,
    // A tokenizer lies beside the model that was converted, not beside what became of it.
    adjacentTokenizer: (_: string, model: Parameters<typeof adjacentTokenizer>[1]) =>
      adjacentTokenizer(source, model),
    targets: new Map(),
    log: () => undefined,
  };
  try {
    return { ...(await loadProgram(launch, host, () => undefined, signal)), disc: fromProject.disc };
  } catch (error) {
    signal.throwIfAborted();
    const isTooLarge = error instanceof PlanError && folder.project.ram.budgetKiB !== undefined;
    throw folder.errorAt(isTooLarge ? 'ram.budgetKiB' : 'model', error);
  }
}
