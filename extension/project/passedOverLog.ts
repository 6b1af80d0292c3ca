import * as vscode from 'vscode';
import { errorText } from '../../common/errorText';
import { showInformation } from '../messages';
import { passedOver } from './resolver';

/** Tells of each `ps2ml.json` that cannot be read: in the log, and in a message when a launch does without it. */
export function logPassedOver(log: vscode.LogOutputChannel): vscode.Disposable {
  const reasons = new Map<string, string>();
  return passedOver.event(({ file, error, isLaunch }) => {
    const reason = errorText(error);
    const name = file.toString();
    const known = `${reason} ${isLaunch}`;
    if (reasons.get(name) === known) return;
    reasons.set(name, known);
    const place = vscode.workspace.asRelativePath(file);
    log.warn(`${place} is not used because it cannot be read: ${reason}`);
    if (!isLaunch) return;
    const [first = ''] = reason.split('\n');
    showInformation(`${place} is not used for this run: ${first}`, {
      title: 'Open',
      press: () => vscode.window.showTextDocument(file),
    });
  });
}
