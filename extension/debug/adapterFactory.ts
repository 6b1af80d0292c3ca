import * as vscode from 'vscode';
import type { SessionHost } from '../../debug-adapter/session/sessionHost';
import { Session } from '../../debug-adapter/session/session';
import type { OtherModelFiles } from '../../project/program/program';
import type { Platform } from '../platform';
import { actionCommand } from '../actions/actionCommand';
import type { Relaunch } from '../actions/relaunch';
import type { LastPrompt } from './prompt';
import { fromLaunchPath } from '../uris';

/** Runs the debug adapter inside the extension host; the targets of the platform decide where heavy work runs. */
export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  private readonly host: SessionHost;

  constructor(
    platform: Platform,
    private readonly prompt: LastPrompt,
    private readonly relaunch: Relaunch,
    others: OtherModelFiles,
    log: vscode.LogOutputChannel,
  ) {
    this.host = {
      openFile: (path) => platform.openFile(fromLaunchPath(path)),
      others,
      targets: platform.targets,
      texts: platform.texts,
      actionUrl: (action) => `command:${actionCommand}?${encodeURIComponent(JSON.stringify([action]))}`,
      log: (line) => log.info(line),
    };
  }

  createDebugAdapterDescriptor(session: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    this.relaunch.begins(session);
    const launchValues = (values: unknown): unknown => ({
      ...(values as object),
      ...this.prompt.chosenFor(session),
    });
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- any object with dispose() does
    return new vscode.DebugAdapterInlineImplementation(new Session({ ...this.host, launchValues }));
  }
}
