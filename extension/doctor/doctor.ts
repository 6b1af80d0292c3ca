import * as vscode from 'vscode';
import type { Action } from '../../targets/action';
import type { DoctorCheck } from '../../targets/doctorCheck';
import { isRecord } from '../../common/guards';
import { currentConfiguration } from '../../debug-adapter/launch/launchArguments';
import type { Result } from '../../doctor/run';
import { targets } from '../../targets/targets';
import type { DoctorContent, DoctorLine } from '../../webviews/messages/doctor';
import { targetSettings } from '../debug/targetSettings';
import type { DoctorSource } from './doctorSource';

/** The lines of the Doctor page, and how they come about. */
export class Doctor implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly results = new Map<string, Result>();
  private checks: readonly DoctorCheck[] = [];
  private running = new AbortController();
  /** Grows with each change of the lines. */
  revision = 0;
  readonly onDidChange = this.changed.event;

  constructor(private readonly source: DoctorSource) {}

  content(): DoctorContent {
    return { lines: this.checks.map((check) => lineOf(check, this.results.get(check.id))) };
  }

  /** Runs all checks again, one line after the other. */
  async checkAll(): Promise<void> {
    this.running.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
    this.checks = this.source.checks({
      ...(folder !== undefined && { folder }),
      own: ownSettings(),
      chosen: chosenTargets(),
    });
    this.results.clear();
    this.tell();
    for (const check of this.checks) {
      // A newer round has taken over.
      const result = await this.source.run(check, signal).catch(() => undefined);
      if (result === undefined || signal.aborted) return;
      this.results.set(check.id, result);
      this.tell();
    }
  }

  /** What the button of a line does. */
  actionOf(id: string): Action | undefined {
    return this.results.get(id)?.action;
  }

  /** Ends what is under way. */
  stop(): void {
    this.running.abort();
  }

  dispose(): void {
    this.stop();
    this.changed.dispose();
  }

  private tell(): void {
    this.revision++;
    this.changed.fire();
  }
}

/** What the settings say of each target. */
function ownSettings(): Readonly<Record<string, unknown>> {
  const settings = vscode.workspace.getConfiguration('ps2ml');
  return Object.fromEntries(targets.all.map((target) => [target.id, targetSettings(target, settings)]));
}

/** The targets of the launch configurations, with the file where they are. */
function chosenTargets(): Readonly<Record<string, string>> {
  const configurations: unknown = vscode.workspace.getConfiguration('launch').get('configurations');
  const chosen = (Array.isArray(configurations) ? configurations : []).flatMap((value: unknown) => {
    if (!isRecord(value) || value['type'] !== 'ps2ml') return [];
    try {
      const { target } = currentConfiguration(value);
      return typeof target === 'string' ? [[target, 'launch.json'] as const] : [];
    } catch {
      // Its launch says what is wrong with it.
      return [];
    }
  });
  return Object.fromEntries(chosen);
}

function lineOf({ id, title }: DoctorCheck, result: Result | undefined): DoctorLine {
  if (!result) return { id, title, what: 'Checking …', why: '', details: [] };
  const { status, what, why, details = [], action } = result;
  return { id, title, status, what, why, details, action: action.label };
}
