import * as vscode from 'vscode';
import { command, type Registration } from '../command';
import type { Platform } from '../platform';
import { taskType, TaskProvider } from '../tasks/taskProvider';
import { newProject } from './newProject';
import { TargetStatus } from './targetStatus';

/** Registers the commands and tasks of projects, and the target in the status bar. */
export function projectCommands(extensionUri: vscode.Uri, platform: Platform): Registration[] {
  const target = new TargetStatus([...platform.targets.keys()]);
  const { projects } = platform;
  return [
    target,
    command('newProject', () => newProject(extensionUri, platform)),
    command('chooseTarget', () => target.choose()),
    ...(projects ? [vscode.tasks.registerTaskProvider(taskType, new TaskProvider(projects))] : []),
  ];
}
