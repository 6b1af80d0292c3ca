import * as vscode from 'vscode';
import { isRecord } from '../../common/guards';
import type { ControllerInput } from '../../model/trace/television';
import { reported } from '../command';
import { Disposables } from '../disposables';
import { showInPanel } from '../webview/panelPage';
import type { RequestHandlers } from '../webview/requestServer';
import { savePicture } from './savePicture';
import { Television } from './television';

const viewType = 'ps2ml.television';
const page = { name: 'television', title: 'Television' } as const;

/** The editor Television, of which there is one. It opens by itself for a program that waits for its user. */
export class TelevisionEditor implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly television = this.owned.add(new Television());
  private panel: vscode.WebviewPanel | undefined;
  /** It was just shown, and its group is not locked yet. */
  private isToLock = false;

  constructor(private readonly extensionUri: vscode.Uri) {
    const { window, commands } = vscode;
    this.owned.add(
      window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: (panel) => {
          this.fill(panel);
          return Promise.resolve();
        },
      }),
    );
    this.owned.add(commands.registerCommand('ps2ml.showTelevision', () => this.show()));
    this.owned.add(
      commands.registerCommand('ps2ml.saveTelevision', () => reported(savePicture(this.television))),
    );
    this.owned.add(this.television.onDidStartInteractive(() => this.show()));
    this.owned.add(window.tabGroups.onDidChangeTabs(() => this.lockGroup()));
    this.owned.add(window.tabGroups.onDidChangeTabGroups(() => this.lockGroup()));
  }

  dispose(): void {
    this.panel?.dispose();
    this.owned.dispose();
  }

  /** Opens it beside the listing, or brings it to the front there. */
  private show(): void {
    const { Beside } = vscode.ViewColumn;
    if (this.panel) this.panel.reveal(ownGroup()?.tabs.length === 1 ? undefined : Beside);
    else this.fill(vscode.window.createWebviewPanel(viewType, page.title, Beside));
    this.isToLock = true;
    this.lockGroup();
  }

  /** The listing would open in the group that has the focus, and hide it: a locked group stays as it is. */
  private lockGroup(): void {
    const group = this.isToLock ? ownGroup() : undefined;
    if (group?.isActive !== true || group.tabs.length !== 1) return;
    this.isToLock = false;
    void vscode.commands.executeCommand('workbench.action.lockEditorGroup');
  }

  private fill(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    const owned = showInPanel(panel, this.extensionUri, page, this.television, handlersOf(this.television));
    owned.add({
      dispose: () => {
        if (this.panel === panel) this.panel = undefined;
      },
    });
  }
}

/** The group of editors that it is in. */
const ownGroup = (): vscode.TabGroup | undefined =>
  vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType)),
  );

/** What the page asks. The adapter checks the arguments. */
function handlersOf(television: Television): RequestHandlers {
  return {
    picture: (known) => television.ask('ps2ml/picture', typeof known === 'string' ? { known } : {}),
    input: async (input) => {
      if (isRecord(input)) await television.ask('ps2ml/input', input as unknown as ControllerInput);
      return true;
    },
    pace: async (realTime) => {
      await television.ask('ps2ml/pace', { realTime: realTime === true });
      return true;
    },
    save: async () => {
      await savePicture(television);
      return true;
    },
  };
}
