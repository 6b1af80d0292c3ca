import { applyEdits, modify } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { projectFields } from '../../project/parse';
import { fileNameOf } from '../uris';

/** A change of a file's text. */
export interface TextChange {
  readonly before: string;
  readonly after: string;
}

/**
 * Writes a field of a `ps2ml.json`, or takes it out, and saves it: comments stay, and it can be undone in the editor.
 * @param value JSON; `undefined` takes the field out.
 * @throws Error when the file cannot be changed.
 */
export async function setProjectField(
  file: vscode.Uri,
  field: (typeof projectFields)[number],
  value: unknown,
): Promise<TextChange> {
  const before = (await vscode.workspace.openTextDocument(file)).getText();
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  const after = applyEdits(before, modify(before, [field], value, { formattingOptions }));
  await setProjectText(file, after);
  return { before, after };
}

/** Replaces the text of a `ps2ml.json` and saves it. @throws Error when it cannot be changed. */
export async function setProjectText(file: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const before = document.getText();
  if (text === before) return;
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(before.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(file, whole, text);
  if (!(await vscode.workspace.applyEdit(edit)) || !(await document.save())) {
    throw new Error(`Could not change ${fileNameOf(file)}: check whether it is read-only.`);
  }
}
