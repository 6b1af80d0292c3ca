import * as vscode from 'vscode';
import type { CompareContent } from '../../webviews/messages/compare';
import { Disposables } from '../disposables';
import { csvOf } from '../../model/inspect/export/csv';
import { saveFile } from '../inspector/saveFile';
import type { Platform } from '../platform';
import type { ModelPlans } from '../project/modelPlans';
import { onPlanningChange } from '../project/resolutionWatch';
import { watchFile } from '../watchFile';
import type { Pulled } from '../webview/pullChannel';
import { RequestArgument } from '../webview/requestArguments';
import type { RequestHandlers } from '../webview/requestServer';
import { compareContent, matrixError } from './compareContent';
import { openComparedModel, type ComparedModel } from './comparedModel';

/** Two models that are open side by side; read again when either changes. */
export class Comparison implements Pulled<CompareContent>, vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  private models: readonly [ComparedModel, ComparedModel] | undefined;
  private closed = false;
  private turn = 0;
  revision = 0;
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly platform: Platform,
    private readonly plans: ModelPlans,
    private readonly left: vscode.Uri,
    private readonly right: vscode.Uri,
  ) {
    for (const uri of [left, right]) {
      this.owned.add(watchFile(uri, () => void this.read()));
      this.owned.add(
        onPlanningChange(
          () => uri,
          () => void this.read(),
        ),
      );
    }
  }

  content(): CompareContent | undefined {
    return this.models && compareContent(...this.models);
  }

  /** Reads both files anew. Never fails: what is wrong with one stands in its side. */
  async read(): Promise<void> {
    const turn = ++this.turn;
    const models = [
      await openComparedModel(this.platform, this.plans, this.left),
      await openComparedModel(this.platform, this.plans, this.right),
    ] as const;
    if (turn !== this.turn || this.closed) {
      for (const model of models) await model.close();
      return;
    }
    const before = this.models ?? [];
    this.models = models;
    this.revision++;
    this.changes.fire();
    for (const model of before) await model.close();
  }

  /** Answers what the page asks. */
  get requests(): RequestHandlers {
    return {
      matrixError: async (argument, { signal, progress }) => {
        const [left, right] = this.models?.map(({ model }) => model) ?? [];
        if (left === undefined || right === undefined)
          throw new Error('The values of a model cannot be read.');
        const name = new RequestArgument(argument).text('matrix');
        const { maxError, rmsError, rmsWeight, snrDb } = await matrixError(left, right, name, {
          signal,
          onRows: progress,
        });
        // Among an object's numbers what is not finite would arrive as null.
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

  dispose(): void {
    this.closed = true;
    this.owned.dispose();
    for (const model of this.models ?? []) void model.close();
  }
}
