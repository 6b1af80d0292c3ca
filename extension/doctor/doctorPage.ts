import * as vscode from 'vscode';
import { showInPanel } from '../webview/panelPage';
import type { RequestHandlers } from '../webview/requestServer';
import { Actions } from '../actions/actions';
import { Doctor } from './doctor';
import type { DoctorSource } from './doctorSource';

/** The page that shows what works and what is missing. */
export class DoctorPage implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly source: DoctorSource | undefined,
  ) {}

  /** Opens the page, or brings it to the front, and checks everything. */
  show(): void {
    const { source } = this;
    if (source === undefined) {
      void vscode.window.showErrorMessage(
        'The Doctor checks programs on this machine, which VS Code for the Web cannot reach. Use VS Code on the desktop or connected to a server.',
      );
      return;
    }
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    this.panel = vscode.window.createWebviewPanel('ps2ml.doctor', 'PS2 ML Doctor', vscode.ViewColumn.Active);
    this.fill(this.panel, source);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private fill(panel: vscode.WebviewPanel, source: DoctorSource): void {
    const doctor = new Doctor(source);
    const page = { name: 'doctor', title: 'PS2 ML Doctor' } as const;
    const owned = showInPanel(panel, this.extensionUri, page, doctor, handlers(doctor));
    owned.add(doctor);
    owned.add({ dispose: () => (this.panel = undefined) });
    void doctor.checkAll();
  }
}

function handlers(doctor: Doctor): RequestHandlers {
  return {
    checkAll: async () => {
      await doctor.checkAll();
      return true;
    },
    act: async (id) => {
      const action = typeof id === 'string' ? doctor.actionOf(id) : undefined;
      if (action !== undefined) await new Actions().run(action, () => doctor.checkAll());
      return true;
    },
  };
}
