import * as vscode from 'vscode';
import { settled, waitFor, type Wait } from '../support/wait';

/** What VS Code shows, as far as an extension can know. */
function shown(): unknown {
  const { tabGroups, activeTextEditor } = vscode.window;
  const { activeDebugSession, activeStackItem } = vscode.debug;
  return {
    tabs: tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
    editor: activeTextEditor?.document.uri.toString(),
    session: activeDebugSession?.name,
    hasStack: activeStackItem !== undefined,
    tasks: vscode.tasks.taskExecutions.map(({ task }) => task.name),
    problems: vscode.languages
      .getDiagnostics()
      .flatMap(([uri, list]) => list.map(({ message }) => `${uri.toString()}: ${message}`)),
    documents: vscode.workspace.textDocuments.map(
      ({ uri, languageId, version }) => `${uri.toString()} ${languageId} ${version}`,
    ),
  };
}

/**
 * Asks until there is an answer.
 * @param told what changes besides what VS Code shows, for instance what a session has told.
 */
export function until<T>(
  name: string,
  ask: Wait<T>['ask'],
  told: () => unknown = () => undefined,
  otherLimits: Wait<T>['limits'] = {},
): Promise<T> {
  const look = async (): Promise<unknown> => ({ told: await told(), shown: shown() });
  return waitFor({ name, ask, look, limits: otherLimits });
}

/** Waits for what VS Code has been asked to do. @returns its value. */
export function done<T>(name: string, promise: PromiseLike<T>): Promise<T> {
  return settled(name, promise, shown);
}
