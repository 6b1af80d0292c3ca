import * as vscode from 'vscode';
import type { SessionHost } from '../../debug-adapter/session/sessionHost';
import { Session } from '../../debug-adapter/session/session';
import type { OtherModelFiles } from '../../project/program/program';
import type { Platform } from '../platform';
import type { LastPrompt } from './prompt';
import { fromLaunchPath } from '../uris';

/** Runs the debug adapter inside the extension host; the targets of the platform decide where heavy work runs. */
export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  private readonly host: SessionHost;

  constructor(
    platform: Platform,
    private readonly prompt: LastPrompt,
    others: OtherModelFiles,
    log: vscode.LogOutputChannel,
  ) {
    this.host = {
      openFile: (path) => platform.openFile(fromLaunchPath(path)),
      others,
      targets: platform.targets,
      log: (line) => log.info(line),
    };
  }

  createDebugAdapterDescriptor(session: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    const launchValues = (values: unknown): unknown => ({
      ...(values as object),
      ...this.prompt.chosenFor(session),
    });
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- any object with dispose() does
    return new vscode.DebugAdapterInlineImplementation(new Session({ ...this.host, launchValues }));
  }
}
