import * as vscode from 'vscode';
import { projectTargets, type ProjectTarget } from '../../project/project';
import { Disposables } from '../disposables';
import { setProjectField } from './projectEdit';
import { projectFiles, projectInFront, readProject } from './projectFiles';

/** What each target is, for people. */
const meanings: Readonly<Record<ProjectTarget, string>> = {
  console: 'the PlayStation 2 that comes built in',
  pcsx2: 'the emulator PCSX2',
  ps2link: 'a console with ps2link, at the address in the settings',
  reference: 'the reference engine, without a console',
};

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
        'There is no project in this workspace: create one with "PS2 ML: New Project…".',
      );
      return;
    }
    const { project } = await readProject(file);
    const items = projectTargets.map((target) => ({
      label: target,
      description: this.isHere(target) ? meanings[target] : `${meanings[target]}; not in VS Code for the Web`,
      picked: target === project?.target,
    }));
    const picked = await vscode.window.showQuickPick(items, { title: 'Target of the project' });
    if (picked === undefined) return;
    await setProjectField(file, 'target', picked.label);
    await this.refresh();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async refresh(): Promise<void> {
    this.file = projectInFront() ?? (await projectFiles())[0];
    const { file } = this;
    // F5 with nothing in front means the project, unless launch.json says what is run.
    const isRunByKey = file !== undefined && !hasLaunchConfigurations(file);
    await vscode.commands.executeCommand('setContext', 'ps2ml.project', file !== undefined);
    await vscode.commands.executeCommand('setContext', 'ps2ml.projectRuns', isRunByKey);
    if (file === undefined) {
      this.item.hide();
      return;
    }
    const target = await readProject(file).then(
      ({ project }) => project?.target,
      () => undefined,
    );
    const runsOn = target === undefined || this.isHere(target) ? target : this.available[0];
    this.item.text = `$(target) ${runsOn ?? 'ps2ml.json'}`;
    this.item.tooltip = this.tooltip(target, runsOn);
    this.item.accessibilityInformation = { label: `PS2 ML target: ${runsOn ?? 'unknown'}`, role: 'button' };
    this.item.show();
  }

  private tooltip(target: ProjectTarget | undefined, runsOn: string | undefined): string {
    if (target === undefined) return 'ps2ml.json has problems, so it is not known what the project runs on.';
    return target === runsOn
      ? `F5 runs the project on ${target}: ${meanings[target]}. Click to change it.`
      : `The project's target is ${target}: ${meanings[target]}. VS Code for the Web does not have it, so F5 runs the project on ${String(runsOn)}.`;
  }

  private isHere(target: ProjectTarget): boolean {
    return this.available.includes(target);
  }
}

function hasLaunchConfigurations(file: vscode.Uri): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  const configurations = vscode.workspace.getConfiguration('launch', folder).get<unknown>('configurations');
  return Array.isArray(configurations) && configurations.length > 0;
}
