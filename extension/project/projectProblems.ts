import * as vscode from 'vscode';
import type { ProjectProblem } from '../../project/project';

/** Says what is wrong with a `ps2ml.json`; the button goes to the place. */
export async function showProblems(
  file: vscode.Uri,
  problems: readonly Pick<ProjectProblem, 'message' | 'offset' | 'length'>[],
): Promise<void> {
  const [first] = problems;
  if (!first) return;
  const open = 'Open';
  const more = problems.length > 1 ? ` (${problems.length - 1} more)` : '';
  const answer = await vscode.window.showErrorMessage(`ps2ml.json: ${first.message}${more}`, open);
  if (answer !== open) return;
  const document = await vscode.workspace.openTextDocument(file);
  const { offset, length } = first;
  const selection = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  await vscode.window.showTextDocument(document, { selection });
}
