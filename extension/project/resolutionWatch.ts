import * as vscode from 'vscode';
import { projectFileName } from '../../project/project';
import { resolveRun, type Resolution } from '../../project/program/resolve';
import { launchPath } from '../uris';
import type { ModelPlans, Planned } from './modelPlans';
import { Disposables } from '../disposables';
import { errorText } from '../../common/errorText';
import { layoutSetting, orderSetting, saidBySettings } from './settings';

/** Follows how a model is read and planned when it is run: by its project, else by the settings. */
export class ResolutionWatch implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  /** By the settings alone until its project has been looked for, as a workspace may have many files. */
  current: Planned;
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly model: vscode.Uri,
    private readonly plans: ModelPlans,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.current = { answers: this.bySettings(), source: launchPath(model) };
    this.owned.add(
      onPlanningChange(
        () => model,
        () => this.again(),
      ),
    );
    this.again();
  }

  /** Something that holds may have changed. */
  again(): void {
    void this.latest();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private bySettings(): Resolution {
    try {
      return resolveRun({ setting: saidBySettings(this.model) });
    } catch {
      // Said in the log as soon as it is looked at.
      return resolveRun({});
    }
  }

  /** What holds now. Never fails: a layout that cannot be read is reported where the model is run. */
  async latest(): Promise<Planned> {
    try {
      const planned = await this.plans.resolved(this.model);
      const isSame = keyOf(planned) === keyOf(this.current);
      this.current = planned;
      if (!isSame) this.changes.fire();
    } catch (error) {
      this.log.info(`layout of ${this.model.toString()}: ${errorText(error)}`);
    }
    return this.current;
  }
}

/** Also where they come from, which the inspector shows. */
function keyOf({ answers, source, project }: Planned): string {
  const { layout, ram, context, kvCache, arithmeticVersion, order, tokenizer } = answers;
  return JSON.stringify([
    layout,
    ram,
    context,
    kvCache,
    arithmeticVersion,
    order,
    tokenizer,
    source,
    project?.file,
    project?.tied,
  ]);
}

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
