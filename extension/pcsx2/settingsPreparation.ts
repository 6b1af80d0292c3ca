import * as vscode from 'vscode';
import type { SettingsFile } from '../../debug-adapter/pcsx2/node/settingsFile';
import { proposalFor, type SettingsProposal } from '../../debug-adapter/pcsx2/proposal';
import { currentConfiguration } from '../../debug-adapter/launch/launchArguments';
import { readFields } from '../../targets/fields';
import { pcsx2 } from '../../targets/pcsx2';
import { Disposables } from '../disposables';
import { errorText } from '../../common/errorText';
import { ask, showInformation } from '../messages';
import type { Pcsx2Access } from './pcsx2Access';

const scheme = 'ps2ml-pcsx2';

/** Offers to change the settings of PCSX2 so that a debugger can come in: shown first, with a copy, and taken back. */
export class SettingsPreparation implements vscode.DebugConfigurationProvider, vscode.Disposable {
  private readonly owned = new Disposables();
  /** What `PCSX2.ini` would say. */
  private proposed = '';

  constructor(
    private readonly access: Pcsx2Access,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const content = { provideTextDocumentContent: () => this.proposed };
    this.owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, content));
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** A launch continues once nothing blocks it; the adapter reports what cannot be checked here. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const found = await this.lookUpFor(configuration).catch(() => undefined);
    if (!found?.proposal?.isNeeded) return configuration;
    return (await this.offer(found.file, found.proposal)) ? configuration : undefined;
  }

  /** Looks at the settings because the user asks for it. */
  async prepare(): Promise<void> {
    try {
      const { file, proposal } = await this.lookUp();
      if (proposal) await this.offer(file, proposal);
      else void vscode.window.showInformationMessage(`The PCSX2 settings in ${file.path} are correct.`);
    } catch (error) {
      this.log.error(errorText(error));
      void vscode.window.showErrorMessage(errorText(error));
    }
  }

  /** undefined for other targets. @throws Error when PCSX2 has no settings yet. */
  private async lookUpFor(
    configuration: vscode.DebugConfiguration,
  ): Promise<Awaited<ReturnType<SettingsPreparation['lookUp']>> | undefined> {
    const { target, [pcsx2.id]: own } = currentConfiguration(configuration);
    if (configuration.request !== 'launch' || target !== pcsx2.id) return undefined;
    const { path, slot } = readFields(pcsx2.fields, own, pcsx2.id);
    return this.lookUp(path === '' ? undefined : path, slot);
  }

  private async lookUp(
    path = vscode.workspace.getConfiguration('ps2ml').get<string>('pcsx2.path', ''),
    slot?: number,
  ): Promise<{ readonly file: SettingsFile; readonly proposal: SettingsProposal | undefined }> {
    const search = await this.access.find(path);
    if (!search.installation) throw new Error(search.message);
    const file = await this.access.settings(search.installation);
    if (!file) {
      throw new Error(
        `PCSX2 has no settings at ${search.installation.settingsFile} yet. Start PCSX2 once and complete its setup wizard.`,
      );
    }
    return { file, proposal: proposalFor(file.ini, slot === undefined ? {} : { slot }) };
  }

  /** @returns whether the settings let a debugger in now. */
  private async offer(file: SettingsFile, { findings, ini, lines }: SettingsProposal): Promise<boolean> {
    const hasChange = findings.some(({ change }) => change !== undefined);
    this.proposed = ini.text;
    const old = vscode.Uri.file(file.path);
    const proposed = vscode.Uri.from({ scheme, path: old.path, query: String(Date.now()) });
    if (hasChange) {
      const title = 'PCSX2.ini: current ↔ proposed';
      await vscode.commands.executeCommand('vscode.diff', old, proposed, title, { preview: true });
    }
    const change = 'Change Settings';
    const copy = hasChange
      ? 'The diff behind this message shows the changes. A backup copy is made. Close PCSX2 first: it overwrites its settings on exit.'
      : 'This can only be changed in PCSX2 itself.';
    const answer = await ask(
      'The PCSX2 settings block the debugger.',
      `${lines.join('\n')}\n\n${copy}`,
      ...(hasChange ? [change] : []),
    );
    await closeDiff(proposed);
    if (answer !== change) return false;
    return this.write(file, ini, !findings.some((finding) => finding.level === 'error' && !finding.change));
  }

  private async write(file: SettingsFile, ini: SettingsProposal['ini'], isReady: boolean): Promise<boolean> {
    try {
      const done = await this.access.change(file, ini);
      const text = `Changed the PCSX2 settings. Backup: ${done.backup}.`;
      this.log.info(text);
      showInformation(text, {
        title: 'Undo',
        press: async () => {
          try {
            await done.undo();
            showInformation('Restored the previous PCSX2 settings.');
          } catch (error) {
            this.report(error);
          }
        },
      });
      return isReady;
    } catch (error) {
      this.report(error);
      return false;
    }
  }

  private readonly report = (error: unknown): void => {
    this.log.error(errorText(error));
    void vscode.window.showErrorMessage(errorText(error));
  };
}

async function closeDiff(proposed: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const shown = tabs.filter(
    ({ input }) =>
      input instanceof vscode.TabInputTextDiff && input.modified.toString() === proposed.toString(),
  );
  await vscode.window.tabGroups.close(shown);
}
