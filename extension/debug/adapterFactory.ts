import * as vscode from 'vscode';
import type { SessionHost } from '../../debug-adapter/session/sessionHost';
import { Session } from '../../debug-adapter/session/session';
import type { Platform } from '../platform';
import { fromLaunchPath } from '../uris';

/** Runs the debug adapter inside the extension host; what is heavy runs where the platform's targets put it. */
export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  private readonly host: SessionHost;

  constructor(platform: Platform, log: vscode.LogOutputChannel) {
    this.host = {
      openFile: (path) => platform.openFile(fromLaunchPath(path)),
      targets: platform.targets,
      log: (line) => log.info(line),
    };
  }

  createDebugAdapterDescriptor(): vscode.DebugAdapterDescriptor {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- any object with dispose() does
    return new vscode.DebugAdapterInlineImplementation(new Session(this.host));
  }
}
