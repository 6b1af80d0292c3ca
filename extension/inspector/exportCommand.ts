import * as vscode from 'vscode';
import { csvReport, htmlReport, jsonReport, type ReportFacts } from '../../model/inspect/export/report';
import { tensorStatistics, type TensorStatistics } from '../../model/inspect/statistics';
import type { OpenedModel } from './openModelFile';
import { saveFile } from './saveFile';

interface Format extends vscode.QuickPickItem {
  readonly ending: string;
  /** With a sample of each matrix' values. */
  readonly withStatistics: boolean;
  readonly write: (facts: ReportFacts) => string;
}

const formats: readonly Format[] = [
  {
    label: 'HTML report',
    detail: 'One page to share: header, tensor order, forecast, matrices with statistics.',
    ending: 'html',
    withStatistics: true,
    write: htmlReport,
  },
  {
    label: 'JSON',
    detail: 'Header, tensor order, forecast, matrices with statistics.',
    ending: 'json',
    withStatistics: true,
    write: jsonReport,
  },
  {
    label: 'CSV',
    detail: 'The matrices, one per line.',
    ending: 'csv',
    withStatistics: false,
    write: csvReport,
  },
];

/**
 * Asks for a format and a place, and writes the model report of a file.
 * @param ending of the format, when it is given already.
 * @returns was it written?
 * @throws Error when there is nothing to export or the file cannot be written.
 */
export async function exportModel(uri: vscode.Uri, file: OpenedModel, ending?: string): Promise<boolean> {
  const { psnt, content } = file;
  if (psnt === undefined)
    throw new Error(`Nothing to export: the header of ${content.fileName} cannot be read.`);
  const format =
    formats.find((candidate) => candidate.ending === ending) ??
    (await vscode.window.showQuickPick(formats, { title: `Export model report of ${content.fileName}` }));
  if (format === undefined) return false;
  const statistics = format.withStatistics ? await sampled(file) : undefined;
  const text = format.write({
    fileName: content.fileName,
    inspection: psnt,
    problem: content.problem,
    forecast: content.forecast?.sentence,
    lba: content.image?.lba,
    ...(statistics !== undefined && { statistics }),
  });
  return saveFile(uri, `${content.fileName}.${format.ending}`, new TextEncoder().encode(text));
}

/** A sample of every matrix; what there is so far when the user cancels. */
async function sampled({ psnt, content }: OpenedModel): Promise<ReadonlyMap<string, TensorStatistics>> {
  const found = new Map<string, TensorStatistics>();
  const model = psnt?.model;
  if (model === undefined) return found;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Reading the values of ${content.fileName}`,
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    for (const tensor of model.tensors) {
      if (token.isCancellationRequested) return;
      progress.report({ message: tensor.name, increment: 100 / model.tensors.length });
      found.set(tensor.name, await tensorStatistics(model, tensor));
    }
  });
  return found;
}
