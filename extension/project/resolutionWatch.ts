import * as vscode from 'vscode';
import { projectFileName } from '../../project/project';
import { planRequestOf, type PlanAnswers } from '../../project/program/plan';
import { resolveRun, type Resolution } from '../../project/program/resolve';
import { Disposables } from '../disposables';
import { errorText } from '../../common/errorText';
import { resolved } from './resolver';
import { layoutSetting, orderSetting, saidBySettings } from './settings';

/** What of a resolution changes how a model is read and planned. */
type Planned = PlanAnswers & Pick<Resolution, 'order' | 'tokenizer'>;

/** Follows how a model is read and planned when it is run: by its project, else by the settings. */
export class ResolutionWatch implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  /** By the settings alone until its project has been looked for, as a workspace may have many files. */
  current: Planned;
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly model: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.current = this.bySettings();
    this.owned.add(
      onPlanningChange(
        () => model,
        () => void this.look(),
      ),
    );
    void this.look();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private bySettings(): Planned {
    try {
      return resolveRun({ setting: saidBySettings(this.model) });
    } catch {
      // Said in the log as soon as it is looked at.
      return resolveRun({});
    }
  }

  /** Never fails: a layout that cannot be read is reported where the model is run. */
  private async look(): Promise<void> {
    try {
      const { answers } = await resolved(this.model);
      if (keyOf(answers) === keyOf(this.current)) return;
      this.current = answers;
      this.changes.fire();
    } catch (error) {
      this.log.info(`layout of ${this.model.toString()}: ${errorText(error)}`);
    }
  }
}

const keyOf = ({ order, tokenizer, ...answers }: Planned): string =>
  JSON.stringify([planRequestOf(answers, 0), order?.value, tokenizer?.value]);

/** Calls `changed` when a project, or a setting for the model, may say something else of how it is planned. */
export function onPlanningChange(model: () => vscode.Uri | undefined, changed: () => void): Disposables {
  const owned = new Disposables();
  owned.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      const uri = model();
      const isOurs = (name: string): boolean => event.affectsConfiguration(`ps2ml.${name}`, uri);
      if (uri !== undefined && (isOurs(layoutSetting) || isOurs(orderSetting))) changed();
    }),
  );
  const projects = owned.add(vscode.workspace.createFileSystemWatcher(`**/${projectFileName}`));
  for (const event of [projects.onDidChange, projects.onDidCreate, projects.onDidDelete])
    owned.add(event(changed));
  return owned;
}
