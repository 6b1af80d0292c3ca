import { projectLaunch } from '../../project/program/projectStatements';
import type { ProjectPrompts } from '../debug/chosenPrompt';
import { launchPath } from '../uris';
import { passedOver } from './resolver';
import { inProject, projectFiles, readProject } from './projectFiles';

/** The prompt of each project of the workspace that sets one. */
export async function projectPrompts(): Promise<ProjectPrompts> {
  const found = new Map<string, { file: string; prompt: string }>();
  for (const file of await projectFiles()) {
    const { project } = await readProject(file).catch((error: unknown) => {
      passedOver.fire({ file, error, isLaunch: false });
      return { project: undefined };
    });
    if (project === undefined) continue;
    const { program, prompt } = projectLaunch(project, (path) => launchPath(inProject(file, path)));
    // The outermost project of a model is the one that applies.
    if (prompt !== undefined && !found.has(program)) found.set(program, { file: file.toString(), prompt });
  }
  return found;
}
