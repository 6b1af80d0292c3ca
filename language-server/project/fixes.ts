import { CodeActionKind, type CodeAction, type Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { editsOf } from './fieldEdits';
import { convertCommand, type ConversionRequest } from './conversionRequest';
import type { Finding, Fix } from './finding';

/** The quick fixes of a finding; those that need a conversion only where the client has it. */
export function actionsOf(
  document: TextDocument,
  { fixes }: Finding,
  diagnostic: Diagnostic,
  converts: boolean,
): CodeAction[] {
  return fixes.flatMap((fix) => {
    const action = actionOf(document, fix, converts);
    return action ? [{ ...action, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] }] : [];
  });
}

function actionOf(document: TextDocument, fix: Fix, converts: boolean): CodeAction | undefined {
  const { title } = fix;
  if ('changes' in fix)
    return { title, edit: { changes: { [document.uri]: editsOf(document, fix.changes) } } };
  if ('replacement' in fix) {
    const { offset, length, text } = fix.replacement;
    const range = { start: document.positionAt(offset), end: document.positionAt(offset + length) };
    return { title, edit: { changes: { [document.uri]: [{ range, newText: text }] } } };
  }
  if (!converts) return undefined;
  const request: ConversionRequest = { project: document.uri, ...fix.conversion };
  return { title, command: { title, command: convertCommand, arguments: [request] } };
}
