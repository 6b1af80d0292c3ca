import { readdir, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileSource } from '../../disc/node/fileSource';
import type { Access } from '../files/access';
import type { Files, FileStatus, OpenedFile } from '../files/files';

/** Files on disk in allowed folders, also after following links; other files are read by the client. */
export class NodeFiles implements Files {
  constructor(
    private readonly access: Access,
    private readonly ofClient: Files,
  ) {}

  async status(uri: string): Promise<FileStatus | undefined> {
    if (!isOnDisk(uri)) return this.ofClient.status(uri);
    const path = await this.pathOf(uri);
    if (path === undefined) return undefined;
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || !(found.isFile() || found.isDirectory())) return undefined;
    return {
      kind: found.isFile() ? 'file' : 'folder',
      size: found.size,
      stamp: `${found.size} ${found.mtimeMs} ${found.ino}`,
    };
  }

  async open(uri: string): Promise<OpenedFile> {
    if (!isOnDisk(uri)) return this.ofClient.open(uri);
    const path = await this.pathOf(uri);
    if (path === undefined) throw new Error(`Cannot open ${uri}: file not found.`);
    const source = await FileSource.open(path);
    return { source, close: () => source.close() };
  }

  async list(uri: string): Promise<readonly string[]> {
    if (!isOnDisk(uri)) return this.ofClient.list(uri);
    const path = await this.pathOf(uri);
    if (path === undefined) return [];
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
  }

  /** The real path; undefined if it does not exist. @throws Error when it may not be read. */
  private async pathOf(uri: string): Promise<string | undefined> {
    const refusal = `Cannot read ${uri}: it is outside the workspace.`;
    if (!this.access.allows(uri)) throw new Error(refusal);
    const path = await realpath(fileURLToPath(uri)).catch(() => undefined);
    if (path === undefined) return undefined;
    const roots = await Promise.all(
      this.access
        .roots()
        .filter(isOnDisk)
        .map((root) => realpath(fileURLToPath(root)).catch(() => undefined)),
    );
    const inside = roots.some(
      (root) =>
        root !== undefined && (path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)),
    );
    if (!inside) throw new Error(refusal);
    return path;
  }
}

const isOnDisk = (uri: string): boolean => uri.startsWith('file:');
