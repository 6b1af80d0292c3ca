import * as vscode from 'vscode';
import { stepNames, type StepName } from '../../project/stepNames';
import { projectFiles } from '../project/projectFiles';
import type { ProjectBuilder } from '../project/projectBuilder';
import { BuildTerminal } from './buildTerminal';

/** Type of our tasks in tasks.json. */
export const taskType = 'ps2ml';

/** A task as tasks.json has it. */
interface BuildTask extends vscode.TaskDefinition {
  readonly task: StepName;
  /** Folder of the project, relative to that of the workspace; itself when it is left out. */
  readonly project?: string;
}

const details: Readonly<Record<StepName, string>> = {
  convert: 'Converts the model to PSNT if it has changed',
  plan: 'Compiles the plan, reports what it needs and writes the forward pass as text',
  runtime: 'Compiles the project’s own EE program with its Makefile',
  image: 'Builds the disc image and everything it needs',
  clean: 'Removes all build output',
};

/** Offers the parts of a build as tasks, in trusted workspaces. */
export class TaskProvider implements vscode.TaskProvider {
  constructor(private readonly builder: ProjectBuilder) {}

  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    return (await projectFiles()).flatMap((file) => {
      const folder = vscode.workspace.getWorkspaceFolder(file);
      if (folder === undefined || file.scheme !== 'file') return [];
      const where = vscode.Uri.joinPath(file, '..');
      const path = vscode.workspace.asRelativePath(where, false);
      const project = where.path === folder.uri.path ? {} : { project: path };
      return stepNames.map((task) => this.taskOf({ type: taskType, task, ...project }, folder));
    });
  }

  resolveTask({ definition, scope }: vscode.Task): vscode.Task | undefined {
    const { task, project } = definition as Partial<Record<keyof BuildTask, unknown>>;
    const known = stepNames.find((name) => name === task);
    const isFolder = typeof scope === 'object';
    const folder = isFolder ? scope : vscode.workspace.workspaceFolders?.[0];
    if (known === undefined || folder?.uri.scheme !== 'file' || !vscode.workspace.isTrusted) return undefined;
    const where = typeof project === 'string' ? { project } : {};
    // VS Code wants back the very definition that it gave.
    return this.taskOf({ ...definition, type: taskType, task: known, ...where }, folder);
  }

  private taskOf(definition: BuildTask, folder: vscode.WorkspaceFolder): vscode.Task {
    const { task, project } = definition;
    const name = project === undefined ? task : `${task} - ${project}`;
    const root = project === undefined ? folder.uri : vscode.Uri.joinPath(folder.uri, project);
    const execution = new vscode.CustomExecution(() =>
      Promise.resolve(new BuildTerminal(this.builder, task, root.fsPath, project)),
    );
    const matchers = ['$ps2ml', '$ps2ml-gcc'];
    const made = new vscode.Task(definition, folder, name, 'PS2 ML', execution, matchers);
    made.detail = details[task];
    made.group = task === 'clean' ? vscode.TaskGroup.Clean : vscode.TaskGroup.Build;
    return made;
  }
}
