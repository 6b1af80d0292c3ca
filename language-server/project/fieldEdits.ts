import { modify, type FormattingOptions } from 'jsonc-parser';
import type { TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FieldChange } from './finding';
import { pathOf } from './projectText';

/** The edits that give fields their new values, in the style of the text. */
export function editsOf(
  document: Pick<TextDocument, 'getText' | 'positionAt'>,
  changes: readonly FieldChange[],
): TextEdit[] {
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
