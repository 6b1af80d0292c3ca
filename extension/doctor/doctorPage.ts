import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import { PullChannel } from '../webview/pullChannel';
import { RequestServer, type RequestHandlers } from '../webview/requestServer';
import { loadPage } from '../webview/webviewPage';
import { act } from './doctorActions';
import { Doctor } from './doctor';
import type { DoctorSource } from './doctorSource';

/** The one page that says what works and what is missing. */
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
        'The Doctor looks at programs of this machine, which VS Code for the Web cannot reach: use VS Code on the desktop or connected to a server.',
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
    const { webview } = panel;
    const owned = new Disposables();
    const doctor = owned.add(new Doctor(source));
    const channel = owned.add(new PullChannel(doctor, (message) => void webview.postMessage(message)));
    const requests = owned.add(
      new RequestServer(handlers(doctor), (message) => void webview.postMessage(message)),
    );
    owned.add(
      webview.onDidReceiveMessage((message: unknown) => {
        channel.receive(message);
        requests.receive(message);
      }),
    );
    owned.add(doctor.onDidChange(() => channel.changed()));
    panel.onDidChangeViewState(() => {
      if (panel.visible) return;
      // The page is gone while it is hidden.
      channel.forget();
      requests.forget();
    });
    panel.onDidDispose(() => {
      this.panel = undefined;
      owned.dispose();
    });
    loadPage(webview, this.extensionUri, { name: 'doctor', title: 'PS2 ML Doctor' });
    channel.expect();
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
      if (action !== undefined) await act(action, doctor);
      return true;
    },
  };
}
