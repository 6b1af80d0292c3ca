import * as vscode from 'vscode';
import type { ProjectProblem } from '../../project/project';
import { showError } from '../messages';

type Problem = Pick<ProjectProblem, 'message' | 'offset' | 'length'>;

/** Shows the problems of a `ps2ml.json`; the button goes to the place. */
export function showProblems(file: vscode.Uri, problems: readonly Problem[]): void {
  const [first] = problems;
  if (!first) return;
  const more = problems.length > 1 ? ` (${problems.length - 1} more)` : '';
  showError(`ps2ml.json: ${first.message}${more}`, { title: 'Open', press: () => openAt(file, first) });
}

async function openAt(file: vscode.Uri, { offset, length }: Problem): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const selection = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  await vscode.window.showTextDocument(document, { selection });
}
