import * as vscode from 'vscode';
import { errorText } from '../../common/errorText';
import { passedOver } from './resolver';

/** Writes each `ps2ml.json` that cannot be read to the log, once for the same reason. */
export function logPassedOver(log: vscode.LogOutputChannel): vscode.Disposable {
  const reasons = new Map<string, string>();
  return passedOver.event(({ file, error }) => {
    const reason = errorText(error);
    const name = file.toString();
    if (reasons.get(name) === reason) return;
    reasons.set(name, reason);
    log.warn(`${vscode.workspace.asRelativePath(file)} is not used because it cannot be read: ${reason}`);
  });
}
