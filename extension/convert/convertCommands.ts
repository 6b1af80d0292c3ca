import * as vscode from 'vscode';
import { convertCommand } from '../../language-server/project/conversionRequest';
import { command, type Registration } from '../command';
import { convertInProject } from '../languages/convertInProject';
import type { Platform } from '../platform';
import { CheckpointFolders } from './checkpointFolders';
import { convertModel } from './convertCommand';
import { ReportDocuments } from './reportDocuments';

/** Registers the conversion of models, with its reports and its quick fix. */
export function convertCommands({ converter }: Platform, log: vscode.LogOutputChannel): Registration[] {
  const reports = new ReportDocuments(converter);
  const convert = command('convert', (argument?: unknown) => convertModel(converter, reports, argument));
  if (converter === undefined) return [reports, convert];
  return [
    reports,
    convert,
    vscode.commands.registerCommand(convertCommand, (argument: unknown) =>
      convertInProject(converter, argument),
    ),
    new CheckpointFolders(log),
  ];
}
