import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { ProjectError } from '../project/error';
import { isProject, openProject } from '../project/node/projectFolder';
import { projectStatements } from '../project/program/projectStatements';
import { resolveRun } from '../project/program/resolve';
import { projectFileName } from '../project/project';
import { targets } from '../targets/targets';
import type { DoctorCheck } from '../targets/doctorCheck';
import type { DoctorSubject } from './checks';

/** Checks whether the folder is a project, and whether the project is valid. */
export const projectCheck = ({ folder }: DoctorSubject): DoctorCheck => ({
  id: 'project',
  title: 'Project',
  async run() {
    if (folder === undefined || !(await isProject(folder))) {
      return {
        status: 'skipped',
        what: `No ${projectFileName} ${folder === undefined ? 'because no folder is open' : `in ${folder}`}.`,
        why: 'A project combines model, prompt, disc and target. You can run a .psnt file without one.',
        action: { kind: 'newProject', label: 'New Project…' },
      };
    }
    const action = { kind: 'openFile', label: 'Open', path: join(folder, projectFileName) } as const;
    try {
      const { project, pathOf } = await openProject(folder);
      const missing = await missingOf([project.model, ...project.files.map(({ file }) => file)], pathOf);
      if (missing.length > 0) {
        const what = `${projectFileName} refers to ${missing.join(' and ')}, which ${missing.length === 1 ? 'does' : 'do'} not exist.`;
        return { status: 'error', what, why: 'The image cannot be built without it.', action };
      }
      const { model, target = targets.defaultFor({}).id } = project;
      const { disc } = resolveRun({ project: projectStatements(project, pathOf) });
      return {
        status: 'ok',
        what: `${projectFileName} is valid: ${model} on ${target}, a ${disc.value.type.toUpperCase()} with the code ${disc.value.code}.`,
        why: 'F5 builds and runs it.',
        action,
      };
    } catch (error) {
      if (!(error instanceof ProjectError)) throw error;
      const [what = '', ...details] = error.message.split('\n');
      return { status: 'error', what, why: 'Fix the errors to build the project.', details, action };
    }
  },
});

async function missingOf(files: readonly string[], pathOf: (path: string) => string): Promise<string[]> {
  const missing: string[] = [];
  for (const file of files) {
    await access(pathOf(file)).catch(() => missing.push(file));
  }
  return missing;
}

/** The name of the project file of the folder if it chooses a target. */
export async function projectWith(target: string, { folder }: DoctorSubject): Promise<string | undefined> {
  if (folder === undefined || !(await isProject(folder))) return undefined;
  return openProject(folder).then(
    ({ project }) => (project.target === target ? projectFileName : undefined),
    // The check of the project shows what is wrong with it.
    () => undefined,
  );
}
