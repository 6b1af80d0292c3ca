import * as vscode from 'vscode';
import { command, type Registration } from '../command';
import { showError } from '../messages';
import type { Platform } from '../platform';
import { SettingsPreparation } from './settingsPreparation';

/**
 * Registers the check of PCSX2's settings before a launch, and the command for it. Call this after the debugger is
 * registered: the check reads a configuration that the debugger has completed.
 */
export function pcsx2Commands({ pcsx2 }: Platform, log: vscode.LogOutputChannel): Registration[] {
  if (pcsx2 === undefined) {
    const refusal =
      'VS Code for the Web cannot start PCSX2. Use VS Code on the desktop or connected to a server.';
    return [command('preparePcsx2', () => showError(refusal))];
  }
  const preparation = new SettingsPreparation(pcsx2, log);
  const { debug, DebugConfigurationProviderTriggerKind: Trigger } = vscode;
  return [
    preparation,
    debug.registerDebugConfigurationProvider('ps2ml', preparation, Trigger.Initial),
    command('preparePcsx2', () => preparation.prepare()),
  ];
}
