import * as vscode from 'vscode';
import { RequestArgument } from '../webview/requestArguments';
import type { RequestHandlers } from '../webview/requestServer';
import { copyLink } from './deepLink';
import type { InspectorDocument } from './inspectorDocument';

/** Most bytes that a page is given at once. */
const mostBytes = 256 * 1024;

/** Answers what an inspector's page asks about its file. */
export function inspectorRequests(document: InspectorDocument): RequestHandlers {
  const matrixOf = (argument: unknown): string => new RequestArgument(argument).text('matrix');
  return {
    bytes: async (argument) => {
      const range = new RequestArgument(argument);
      const length = range.count('length');
      if (length > mostBytes)
        throw new Error(`The page asked for ${length} bytes, at most ${mostBytes} are given.`);
      // A copy of its own, not a whole page.
      return (await document.file().source.read(range.count('offset'), length)).slice();
    },
    revealOperation: async (argument) => {
      const place = { uri: document.uri.toString(), matrix: matrixOf(argument) };
      await vscode.commands.executeCommand('ps2ml.revealOperation', place);
      return null;
    },
    copyLink: async (argument) => {
      await copyLink(document.uri, { matrix: matrixOf(argument) });
      return null;
    },
  };
}
