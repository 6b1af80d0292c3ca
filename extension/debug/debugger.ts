import * as vscode from 'vscode';
import { evaluatableNames } from '../listing/evaluatableNames';
import type { AdapterFactory } from './adapterFactory';
import type { ConfigurationProvider } from './configurationProvider';

/** Registers the debugger `ps2ml` with VS Code. */
export function registerDebugger(
  configurations: ConfigurationProvider,
  adapters: AdapterFactory,
): vscode.Disposable[] {
  const { debug, DebugConfigurationProviderTriggerKind: Trigger } = vscode;
  return [
    debug.registerDebugConfigurationProvider('ps2ml', configurations, Trigger.Initial),
    // Without the resolvers, which would run twice.
    debug.registerDebugConfigurationProvider('ps2ml', configurations.dynamic, Trigger.Dynamic),
    vscode.languages.registerEvaluatableExpressionProvider('ps2ml-listing', evaluatableNames),
    debug.registerDebugAdapterDescriptorFactory('ps2ml', adapters),
  ];
}
