import * as vscode from 'vscode';
import { convertCommand } from '../../language-server/project/conversionRequest';
import { command, reported, type Registration } from '../command';
import { inspectedUri } from '../inspector/inspectedUri';
import { convertInProject } from '../languages/convertInProject';
import { CheckpointFolders } from './checkpointFolders';
import { convertModel, type Conversions } from './convertCommand';
import { showReport } from './conversionReport';
import { ReportDocuments } from './reportDocuments';

/** Registers the conversion of models, with its reports and its quick fix. */
export function convertCommands(
  { converter, known }: Omit<Conversions, 'reports'>,
  log: vscode.LogOutputChannel,
): Registration[] {
  const reports = new ReportDocuments(converter);
  const conversions = { converter, known, reports };
  const convert = command('convert', (argument?: unknown) => convertModel(conversions, argument));
  const report = command('showReport', (uri) => reported(showReport(conversions, uri ?? inspectedUri())));
  if (converter === undefined) return [reports, convert, report];
  return [
    reports,
    convert,
    report,
    vscode.commands.registerCommand(convertCommand, (argument: unknown) =>
      convertInProject(converter, argument),
    ),
    new CheckpointFolders(log),
  ];
}
