import * as vscode from 'vscode';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { loadProgram, type LoadedProgram } from '../../project/program/load';
import type { Platform } from '../platform';
import { projectOfModel } from '../project/resolver';
import { fromLaunchPath } from '../uris';
import { configurationFor, type ConfigurationProvider } from './configurationProvider';

/** What turns a model into the program that F5 would run. */
export interface LaunchParts {
  readonly platform: Platform;
  readonly configurations: ConfigurationProvider;
  readonly log: Pick<vscode.LogOutputChannel, 'info'>;
}

/**
 * Loads the program that F5 would run, while `use` needs it.
 * @param fields of a launch configuration that hold instead of the project's and the settings'.
 * @returns what `use` returns; undefined after a message said why it cannot be launched.
 */
export async function withLaunchedProgram<T>(
  { platform, configurations, log }: LaunchParts,
  model: vscode.Uri,
  fields: object,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: (message: string) => void },
  use: (loaded: LoadedProgram) => Promise<T>,
): Promise<T | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(model);
  // A project sets more than its model.
  const program = (await projectOfModel(model)) ?? model;
  const configuration = { ...configurationFor(program, folder), program: program.toString(), ...fields };
  const resolved = await configurations.resolveDebugConfigurationWithSubstitutedVariables(
    folder,
    configuration,
  );
  if (resolved === undefined) return undefined;
  const launch = parseLaunchArguments(resolved, [...platform.targets.keys()]);
  const host = {
    openFile: (path: string) => platform.openFile(fromLaunchPath(path)),
    targets: platform.targets,
    texts: platform.texts,
    log: (line: string) => log.info(line),
  };
  const loaded = await loadProgram(launch, host, progress, signal);
  try {
    return await use(loaded);
  } finally {
    await loaded.close();
  }
}
