import * as vscode from 'vscode';
import { projectLaunch, type ProjectLaunch } from '../../project/program/projectStatements';
import { outputsOf } from '../../project/outputs';
import type { Project } from '../../project/project';
import type { TargetDescriptor } from '../../targets/descriptor';
import { withPercents } from '../convert/progress';
import type { Platform } from '../platform';
import { launchPath } from '../uris';
import { inProject, readProject } from './projectFiles';
import { showProblems } from './projectProblems';

type ProjectAttachment = Pick<
  ProjectLaunch,
  'program' | 'tokenizer' | 'order' | 'layout' | 'ram' | 'context' | 'kvCache' | 'arithmeticVersion'
>;

/** Turns a project into the launch of a session, and builds what is out of date first. */
export class ProjectLaunches {
  constructor(
    private readonly platform: Pick<Platform, 'projects' | 'targets'>,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /**
   * The launch of the project; undefined after it was cancelled, or after a message said why it cannot be launched.
   * @param file its `ps2ml.json`.
   * @throws Error when something that the project needs cannot be built.
   */
  async launchOf(file: vscode.Uri): Promise<ProjectLaunch | undefined> {
    const read = await this.read(file);
    if (read === undefined) return undefined;
    const { project } = read;
    if (!(await this.prepare(file, project))) return undefined;
    const launch = projectLaunch(project, (path) => launchPath(inProject(file, path)));
    return launch.target === undefined ? launch : { ...launch, target: this.availableTarget(launch.target) };
  }

  /** What a project sets for an EE program that runs already: its model and where its mailbox is; see `launchOf`. */
  async attachmentOf(
    file: vscode.Uri,
    target: TargetDescriptor | undefined,
  ): Promise<ProjectAttachment | undefined> {
    const read = await this.read(file);
    if (read === undefined || !(await this.prepare(file, read.project))) return undefined;
    const pathOf = (path: string): string => launchPath(inProject(file, path));
    const launch = projectLaunch(read.project, pathOf);
    const { program, tokenizer, order, layout, ram, context, kvCache, arithmeticVersion } = launch;
    const { elf } = read.project;
    return {
      program,
      ...(tokenizer !== undefined && { tokenizer }),
      ...(order !== undefined && { order }),
      ...(elf && target && 'elf' in target.fields && { [target.id]: { elf: pathOf(elf.file) } }),
      ...(layout && { layout }),
      ...(ram && { ram }),
      ...(context !== undefined && { context }),
      ...(kvCache !== undefined && { kvCache }),
      ...(arithmeticVersion !== undefined && { arithmeticVersion }),
    };
  }

  private async read(file: vscode.Uri): Promise<{ project: Project } | undefined> {
    const { project, problems } = await readProject(file);
    if (!project) showProblems(file, problems);
    return project && { project };
  }

  /** Builds what is out of date; false when it was cancelled. */
  private async prepare(file: vscode.Uri, project: Project): Promise<boolean> {
    if (!outputsOf(project).isConverted && project.elf?.make === undefined) return true;
    const { projects } = this.platform;
    if (projects === undefined || file.scheme !== 'file') {
      throw new Error(
        'This project must be converted or compiled first, which needs files on disk. Use VS Code on the desktop or connected to a server, or set "model" to a .psnt file.',
      );
    }
    const folder = vscode.Uri.joinPath(file, '..').fsPath;
    const isDone = await withPercents('Building the project', async ({ onProgress, signal }) => {
      await projects.prepare(folder, {
        say: (line) => this.log.info(line),
        onProgress: (_, done, total) => onProgress(done, total),
        signal,
      });
      return true;
    });
    return isDone === true;
  }

  /** The target if it is available here, else the default; a browser, for example, has no console. */
  private availableTarget(target: string): string {
    const { targets } = this.platform;
    if (targets.has(target)) return target;
    const [first = target] = targets.keys();
    this.log.info(`Target "${target}" is not available here. The project runs on "${first}".`);
    return first;
  }
}
