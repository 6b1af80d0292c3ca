import * as vscode from 'vscode';
import { defaultDiscLayout, isSameLayout, type DiscLayout } from '../../model/plan/discLayout';
import { projectFileName } from '../../project/project';
import { Disposables } from '../disposables';
import { errorText } from '../../common/errorText';
import { layoutOf, layoutSetting } from './modelLayout';

/** Follows how a model is laid out when it is run: by its project, else by the setting. */
export class LayoutWatch implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  /** The default until it has been looked up, as a workspace may have many files to look through. */
  current: DiscLayout = defaultDiscLayout;
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly model: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { workspace } = vscode;
    this.owned.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`ps2ml.${layoutSetting}`, model)) void this.look();
      }),
    );
    const projects = this.owned.add(workspace.createFileSystemWatcher(`**/${projectFileName}`));
    for (const changed of [projects.onDidChange, projects.onDidCreate, projects.onDidDelete])
      this.owned.add(changed(() => void this.look()));
    void this.look();
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** Never fails: a layout that cannot be read is reported where the model is run. */
  private async look(): Promise<void> {
    try {
      const found = await layoutOf(this.model);
      if (isSameLayout(found, this.current)) return;
      this.current = found;
      this.changes.fire();
    } catch (error) {
      this.log.info(`layout of ${this.model.toString()}: ${errorText(error)}`);
    }
  }
}
