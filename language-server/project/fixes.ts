import { modify, type FormattingOptions } from 'jsonc-parser';
import { CodeActionKind, type CodeAction, type Diagnostic, type TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ConversionFix, FieldChange, Finding, Fix } from './finding';
import { pathOf } from './projectText';

/** The command of a client that converts the model of a project; its one argument is a ConversionRequest. */
export const convertCommand = '_ps2ml.convertInProject';

/** What that command is to do. */
export interface ConversionRequest extends ConversionFix {
  /** URI of the `ps2ml.json` whose model it is. */
  readonly project: string;
}

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
  if (!converts) return undefined;
  const request: ConversionRequest = { project: document.uri, ...fix.conversion };
  return { title, command: { title, command: convertCommand, arguments: [request] } };
}

/** The edits that give fields their new values, in the style of the text. */
export function editsOf(document: TextDocument, changes: readonly FieldChange[]): TextEdit[] {
  const text = document.getText();
  return changes.flatMap(({ field, value }) =>
    modify(text, pathOf(field), value, { formattingOptions: styleOf(text) }).map(
      ({ offset, length, content }) => ({
        range: { start: document.positionAt(offset), end: document.positionAt(offset + length) },
        newText: content,
      }),
    ),
  );
}

/** The indentation of the first indented line. */
function styleOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
