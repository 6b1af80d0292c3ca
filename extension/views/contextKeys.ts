import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { Figures } from './figures';

/** Tells VS Code what the views show, so that it offers only commands that apply (`when` clauses of package.json). */
export class ContextKeys implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly values = new Map<string, boolean>();

  constructor(private readonly figures: Figures) {
    this.owned.add(figures.onDidChange(() => this.update()));
    this.owned.add(figures.onDidChangeMoment(() => this.update()));
  }

  dispose(): void {
    this.owned.dispose();
  }

  private update(): void {
    const { run, moment, layoutChange } = this.figures;
    this.set('ps2ml.hasRun', run !== undefined);
    this.set('ps2ml.showsMoment', moment !== undefined);
    this.set('ps2ml.layoutChanged', layoutChange !== undefined);
  }

  private set(key: string, value: boolean): void {
    // The views change many times a second during a run.
    if ((this.values.get(key) ?? false) === value) return;
    this.values.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
