import type { ByteSource } from '../../disc/byteSource';

/** What is at a URI. */
export interface FileStatus {
  readonly kind: 'file' | 'folder';
  /** Bytes. */
  readonly size: number;
  /** Changes whenever the contents do. */
  readonly stamp: string;
}

/** A file that is open for ranged reads until it is closed. */
export interface OpenedFile {
  readonly source: ByteSource;
  close(): Promise<void>;
}

/** The files that the server may read: those of the editor's workspace and those that its documents name. */
export interface Files {
  /** Undefined when nothing is there. @throws Error in one sentence when it may not be looked at. */
  status(uri: string): Promise<FileStatus | undefined>;
  /** @throws Error in one sentence when it is missing or may not be read. */
  open(uri: string): Promise<OpenedFile>;
  /** Names in a folder, folders with a slash at their end; empty when there is no such folder. */
  list(uri: string): Promise<readonly string[]>;
}

/** A whole text file. @throws Error in one sentence, also when it is larger than `limit` bytes. */
export async function readText(files: Files, uri: string, limit = 4 * 1024 * 1024): Promise<string> {
  const file = await files.open(uri);
  try {
    const { size } = file.source;
    if (size > limit) throw new Error(`${uri} has ${size} bytes; a text of at most ${limit} can be read.`);
    return new TextDecoder().decode(await file.source.read(0, size));
  } finally {
    await file.close();
  }
}

/** The URI of a path beside a document, or of an absolute URI; `..` is resolved. */
export function uriBeside(document: string, path: string): string {
  const base = new URL(document);
  const relative = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return new URL(relative, base).toString();
}
