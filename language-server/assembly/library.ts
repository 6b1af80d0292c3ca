import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readText, uriBeside, type Files } from '../files/files';
import type { Dialect } from './dialect';
import { AssemblyDocument } from './document';
import { includesIn } from './symbols';

/** A source with every file that it includes, directly or indirectly. */
export interface SourceSet {
  readonly document: AssemblyDocument;
  /** Included files, the nearest first. */
  readonly included: readonly AssemblyDocument[];
  /** Files that could not be read, as written. */
  readonly missing: readonly string[];
}

/** More files than this are not followed. */
const MOST_FILES = 64;
const LARGEST_BYTES = 1024 * 1024;

/** Reads sources and their includes; unchanged texts are not read again. */
export class Library {
  private readonly open = new Map<string, AssemblyDocument>();
  private readonly files = new Map<string, { readonly stamp: string; readonly document: AssemblyDocument }>();

  constructor(
    private readonly reader: Files,
    private readonly openDocuments: () => readonly TextDocument[],
  ) {}

  /** An editor's document with its newest text. */
  document(source: Pick<TextDocument, 'uri' | 'getText'>, dialect: Dialect): AssemblyDocument {
    const { uri } = source;
    const text = source.getText();
    const known = this.open.get(uri);
    if (known?.dialect === dialect) {
      known.update(text);
      return known;
    }
    const document = new AssemblyDocument(uri, dialect, text);
    this.open.set(uri, document);
    return document;
  }

  close(uri: string): void {
    this.open.delete(uri);
  }

  /** A source and its includes. */
  async sources(document: AssemblyDocument): Promise<SourceSet> {
    const included: AssemblyDocument[] = [];
    const missing: string[] = [];
    const seen = new Set([document.uri]);
    const queue = [document];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      for (const { text } of includesIn(next)) {
        const uri = includedUri(next.uri, text);
        if (uri === undefined || seen.has(uri) || seen.size > MOST_FILES) continue;
        seen.add(uri);
        const found = await this.included(uri, document.dialect);
        if (found === undefined) missing.push(text);
        else {
          included.push(found);
          queue.push(found);
        }
      }
    }
    return { document, included, missing };
  }

  private async included(uri: string, dialect: Dialect): Promise<AssemblyDocument | undefined> {
    const open = this.openDocuments().find((document) => document.uri === uri);
    if (open !== undefined) return this.document(open, dialect);
    try {
      const status = await this.reader.status(uri);
      if (status?.kind !== 'file') return undefined;
      const known = this.files.get(uri);
      if (known?.stamp === status.stamp && known.document.dialect === dialect) return known.document;
      const document = new AssemblyDocument(uri, dialect, await readText(this.reader, uri, LARGEST_BYTES));
      this.files.set(uri, { stamp: status.stamp, document });
      return document;
    } catch {
      // A file outside the workspace, or one that is not text, counts as missing.
      return undefined;
    }
  }
}

/** The location of an included file; undefined if its name is not valid. */
export function includedUri(uri: string, path: string): string | undefined {
  if (path === '') return undefined;
  try {
    return uriBeside(uri, path);
  } catch {
    return undefined;
  }
}
