import * as vscode from 'vscode';
import type { Project } from '../../project/project';
import type { Arithmetic } from '../../targets/descriptor';
import { targets } from '../../targets/targets';
import { Disposables } from '../disposables';
import { setProjectField } from './projectEdit';
import { projectFiles, projectInFront, readProject } from './projectFiles';
import { targetItems } from './targetItems';

/** Names in the status bar what the project runs on; a click changes it. */
export class TargetStatus implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly item = this.owned.add(
    vscode.window.createStatusBarItem('ps2ml.target', vscode.StatusBarAlignment.Left, 50),
  );
  private file: vscode.Uri | undefined;

  /** @param available names of the targets that are here, the default first. */
  constructor(private readonly available: readonly string[]) {
    this.item.name = 'PS2 ML Target';
    this.item.command = 'ps2ml.chooseTarget';
    const watcher = this.owned.add(vscode.workspace.createFileSystemWatcher('**/ps2ml.json'));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
      this.owned.add(event(() => void this.refresh()));
    this.owned.add(vscode.window.onDidChangeActiveTextEditor(() => void this.refresh()));
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('launch')) void this.refresh();
      }),
    );
    void this.refresh();
  }

  /** Asks for another target and writes it into `ps2ml.json`, where it can be undone. */
  async choose(): Promise<void> {
    const { file } = this;
    if (file === undefined) {
      void vscode.window.showInformationMessage(
        'No project in this workspace. Create one with "PS2 ML: New Project…".',
      );
      return;
    }
    const { project } = await readProject(file);
    const items = targetItems(this.available).map((item) => ({
      ...item,
      picked: item.id === (project && targetOf(file, project)),
    }));
    const picked = await vscode.window.showQuickPick(items, { title: 'Target of the project' });
    if (picked === undefined) return;
    await setProjectField(file, 'target', picked.id);
    await this.refresh();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async refresh(): Promise<void> {
    this.file = projectInFront() ?? (await projectFiles())[0];
    const { file } = this;
    // F5 without an active model means the project, unless launch.json sets what is run.
    const isRunByKey = file !== undefined && !hasLaunchConfigurations(file);
    await vscode.commands.executeCommand('setContext', 'ps2ml.project', file !== undefined);
    await vscode.commands.executeCommand('setContext', 'ps2ml.projectRuns', isRunByKey);
    if (file === undefined) {
      this.item.hide();
      return;
    }
    const target = await readProject(file).then(
      ({ project }) => project && targetOf(file, project),
      () => undefined,
    );
    const runsOn = target === undefined || this.isHere(target) ? target : this.available[0];
    const label = runsOn === undefined ? undefined : labelOf(runsOn);
    this.item.text = `$(target) ${label ?? 'ps2ml.json'}`;
    this.item.tooltip = this.tooltip(target, runsOn);
    this.item.accessibilityInformation = { label: `PS2 ML target: ${label ?? 'unknown'}`, role: 'button' };
    this.item.show();
  }

  private tooltip(target: string | undefined, runsOn: string | undefined): string {
    if (target === undefined) return 'The target is unknown because ps2ml.json has errors.';
    return target === runsOn
      ? `F5 runs the project on "${target}", ${descriptionOf(target)}. Click to change it.`
      : `The project's target is "${target}", ${descriptionOf(target)}. It is not available in VS Code for the Web, so F5 uses "${String(runsOn)}".`;
  }

  private isHere(target: string): boolean {
    return this.available.includes(target);
  }
}

/** The target of a project. Without one, the first that supports the arithmetic of the settings. */
function targetOf(file: vscode.Uri, { target }: Project): string {
  if (target !== undefined) return target;
  const arithmetic = vscode.workspace.getConfiguration('ps2ml', file).get<Arithmetic>('arithmetic');
  return targets.defaultFor({ ...(arithmetic !== undefined && { arithmetic }) }).id;
}

const labelOf = (id: string): string => targets.get(id)?.label ?? id;
const descriptionOf = (id: string): string => targets.get(id)?.description ?? '';

function hasLaunchConfigurations(file: vscode.Uri): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  const configurations = vscode.workspace.getConfiguration('launch', folder).get<unknown>('configurations');
  return Array.isArray(configurations) && configurations.length > 0;
}
