import { CompletionItemKind, type CompletionItem, type Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { keyNamed, keys } from './keys';
import { parseLines } from '../../disc/systemCnfLines';

/**
 * Missing keys at the start of a line, and the values of a key after its `=`.
 * @param programs names of bootable files.
 */
export function completionsAt(
  document: TextDocument,
  position: Position,
  programs: readonly string[],
): CompletionItem[] {
  const lines = parseLines(document.getText());
  const here = lines.find(({ line }) => line === position.line);
  if (here?.equals === undefined || position.character <= here.equals) {
    const range = {
      start: { line: position.line, character: here?.key?.start ?? position.character },
      end: position,
    };
    const used = lines.filter((line) => line !== here).map(({ key }) => key?.text.toUpperCase());
    return keys
      .filter(({ name }) => !used.includes(name))
      .map(({ name, meaning, values }) => ({
        label: name,
        kind: CompletionItemKind.Property,
        documentation: { kind: 'markdown', value: meaning },
        textEdit: {
          range,
          newText: here?.equals === undefined ? `${name} = ${values[0]?.text ?? ''}` : name,
        },
      }));
  }
  const start = here.value?.start ?? position.character;
  const range = {
    start: { line: position.line, character: Math.min(start, position.character) },
    end: { line: position.line, character: Math.max(here.value?.end ?? 0, position.character) },
  };
  const key = keyNamed(here.key?.text ?? '');
  const found =
    key?.name === 'BOOT2'
      ? programs.map((name) => ({ text: `cdrom0:\\${name};1`, meaning: 'next to this file' }))
      : [];
  const offered = new Map([...found, ...(key?.values ?? [])].map((value) => [value.text, value]));
  return [...offered.values()].map(({ text, meaning }) => ({
    label: text,
    kind: CompletionItemKind.Value,
    detail: meaning,
    filterText: text,
    textEdit: { range, newText: text },
  }));
}
