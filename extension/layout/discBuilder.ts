import * as vscode from 'vscode';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { loadProgram } from '../../project/program/load';
import { configurationFor, type ConfigurationProvider } from '../debug/configurationProvider';
import type { Platform } from '../platform';
import { projectOfModel } from '../project/resolver';
import { fromLaunchPath } from '../uris';
import type { ImageBuilder } from './layoutKeeper';

/** Builds the image that F5 would boot; undefined where there are no files on disk. */
export function discBuilder(
  platform: Platform,
  configurations: ConfigurationProvider,
  log: vscode.LogOutputChannel,
): ImageBuilder | undefined {
  const { buildDisc } = platform;
  if (buildDisc === undefined) return undefined;
  return async (model, layout, signal, progress) => {
    const folder = vscode.workspace.getWorkspaceFolder(model);
    // A project sets more of its disc than the layout.
    const program = (await projectOfModel(model)) ?? model;
    const configuration = { ...configurationFor(program, folder), program: program.toString(), layout };
    const resolved = await configurations.resolveDebugConfigurationWithSubstitutedVariables(
      folder,
      configuration,
    );
    // The error was shown already.
    if (resolved === undefined) throw new Error('The disc was not built, so the layout is unchanged.');
    const launch = parseLaunchArguments(resolved, [...platform.targets.keys()]);
    const host = {
      openFile: (path: string) => platform.openFile(fromLaunchPath(path)),
      targets: platform.targets,
      log: (line: string) => log.info(line),
    };
    const loaded = await loadProgram(launch, host, progress, signal);
    try {
      await buildDisc(loaded.program, loaded.run, progress, signal);
    } finally {
      await loaded.close();
    }
  };
}
