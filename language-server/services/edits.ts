import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';

/** Several edits merged into one; null if they change nothing. */
export function joinEdits(edits: readonly WorkspaceEdit[]): WorkspaceEdit | null {
  const changes: Record<string, TextEdit[]> = {};
  for (const edit of edits) {
    for (const [uri, texts] of Object.entries(edit.changes ?? {})) (changes[uri] ??= []).push(...texts);
  }
  return Object.keys(changes).length > 0 ? { changes } : null;
}
