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
  /** Undefined if it does not exist. @throws Error when access is not allowed. */
  status(uri: string): Promise<FileStatus | undefined>;
  /** @throws Error when it is missing or may not be read. */
  open(uri: string): Promise<OpenedFile>;
  /** Names in a folder, folders with a slash at their end; empty if the folder does not exist. */
  list(uri: string): Promise<readonly string[]>;
}

/** A whole text file. @throws Error when it cannot be read or is larger than `limit` bytes. */
export async function readText(files: Files, uri: string, limit = 4 * 1024 * 1024): Promise<string> {
  const file = await files.open(uri);
  try {
    const { size } = file.source;
    if (size > limit) throw new Error(`${uri} has ${size} bytes; the limit is ${limit}.`);
    return new TextDecoder().decode(await file.source.read(0, size));
  } finally {
    await file.close();
  }
}

/** The URI of a path relative to a document, or of an absolute URI; `..` is resolved. */
export function uriBeside(document: string, path: string): string {
  const base = new URL(document);
  const relative = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return new URL(relative, base).toString();
}
