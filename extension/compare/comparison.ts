import type * as vscode from 'vscode';
import type { CompareContent } from '../../webviews/messages/compare';
import { csvOf } from '../../model/inspect/export/csv';
import type { Reading } from '../document/latestReading';
import { LiveDocument } from '../document/liveDocument';
import { saveFile } from '../inspector/saveFile';
import type { Platform } from '../platform';
import type { ModelPlans } from '../project/modelPlans';
import { onPlanningChange } from '../project/resolutionWatch';
import { RequestArgument } from '../webview/requestArguments';
import type { RequestHandlers } from '../webview/requestServer';
import { compareContent, matrixError } from './compareContent';
import { openComparedModel, type ComparedModel } from './comparedModel';

type Models = readonly [ComparedModel, ComparedModel];

/** Two models that are open side by side. */
export class Comparison extends LiveDocument<CompareContent, Models> {
  constructor(
    private readonly platform: Platform,
    private readonly plans: ModelPlans,
    private readonly left: vscode.Uri,
    private readonly right: vscode.Uri,
    log: vscode.LogOutputChannel,
  ) {
    super([left, right], log);
    for (const uri of [left, right])
      this.owned.add(
        onPlanningChange(
          () => uri,
          () => void this.read(),
        ),
      );
  }

  /** Answers what the page asks. */
  get requests(): RequestHandlers {
    return {
      matrixError: async (argument, { signal, progress }) => {
        const [left, right] = this.opened?.map(({ model }) => model) ?? [];
        if (left === undefined || right === undefined)
          throw new Error('The values of one of the models cannot be read.');
        const name = new RequestArgument(argument).text('matrix');
        const { maxError, rmsError, rmsWeight, snrDb } = await matrixError(left, right, name, {
          signal,
          onRows: progress,
        });
        // In an object, numbers that are not finite would arrive as null.
        return Float64Array.of(maxError, rmsError, rmsWeight, snrDb);
      },
      save: (argument) => {
        const rows = new RequestArgument(argument).rows('rows');
        const [heads = [], ...others] = rows;
        return saveFile(
          this.right,
          'comparison.csv',
          new TextEncoder().encode(csvOf(heads.map(String), others)),
        );
      },
    };
  }

  /** Opens both models. A problem with one is part of its side. */
  protected async open(): Promise<Reading<CompareContent, Models>> {
    const left = await openComparedModel(this.platform, this.plans, this.left);
    const right = await openComparedModel(this.platform, this.plans, this.right);
    return {
      content: compareContent(left, right),
      opened: [left, right],
      close: async () => {
        await left.close();
        await right.close();
      },
    };
  }
}
