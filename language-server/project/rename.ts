import type { FileRename, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { normalUri } from '../files/access';
import { readText, type Files } from '../files/files';
import { projectsAbove } from '../files/projectsAbove';
import { relativePath } from './relativePath';
import { fileOf, ProjectText } from './projectText';

/** Fields of a project that contain a path. */
const fields = /^(?:model|tokenizer|elf|elf\.file|elf\.make|files\.\d+|files\.\d+\.file)$/;

/**
 * The edits that update projects after files are renamed or moved.
 * @param open the text of a document that is open.
 */
export async function followRenames(
  renames: readonly FileRename[],
  files: Files,
  open: (uri: string) => TextDocument | undefined,
): Promise<WorkspaceEdit | undefined> {
  const moves = renames.flatMap(({ oldUri, newUri }) => {
    const [from, to] = [normalUri(oldUri), normalUri(newUri)];
    return from !== undefined && to !== undefined ? [{ from, to }] : [];
  });
  const changes: Record<string, TextEdit[]> = {};
  for (const uri of await projectsAbove(
    moves.map(({ from }) => from),
    files,
  )) {
    const document = open(uri) ?? (await documentOf(uri, files));
    const edits = document && editsFor(document, (file) => movedTo(file, moves));
    if (edits && edits.length > 0) changes[document.uri] = edits;
  }
  return Object.keys(changes).length > 0 ? { changes } : undefined;
}

interface Move {
  readonly from: string;
  readonly to: string;
}

/** The new path of a file. */
function movedTo(file: string, moves: readonly Move[]): string {
  for (const { from, to } of moves) {
    if (file === from) return to;
    if (file.startsWith(`${from}/`)) return to + file.slice(from.length);
  }
  return file;
}

async function documentOf(uri: string, files: Files): Promise<TextDocument | undefined> {
  const text = await readText(files, uri).catch(() => undefined);
  return text === undefined ? undefined : TextDocument.create(uri, 'jsonc', 0, text);
}

/** @param moved the new path of an existing file. */
function editsFor(document: TextDocument, moved: (file: string) => string): TextEdit[] {
  const text = new ProjectText(document);
  const here = normalUri(document.uri);
  if (here === undefined) return [];
  const newHere = moved(here);
  return text.strings().flatMap(({ field, value, offset, length }) => {
    if (!fields.test(field) || value === '') return [];
    const file = normalUri(fileOf(document.uri, value) ?? '')?.replace(/\/$/, '');
    if (file === undefined) return [];
    const target = moved(file);
    if (target === file && newHere === here) return [];
    const isAbsolute = /^(?:[/\\]|[a-z]:)/i.test(value);
    if (isAbsolute && target === file) return [];
    const path = isAbsolute ? absolutePath(target) : relativePath(newHere, target);
    if (path === undefined || path === value.replaceAll('\\', '/').replace(/\/$/, '')) return [];
    return [{ range: text.rangeAt(offset, length), newText: JSON.stringify(path) }];
  });
}

function absolutePath(uri: string): string {
  return decodeURIComponent(new URL(uri).pathname).replace(/^\/([a-z]:)/i, '$1');
}
