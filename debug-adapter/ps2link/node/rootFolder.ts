import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rm, rmdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { modeBits, type FileStatus } from '../../../ps2/ps2link/wire';
import type { HostFile, HostFolder, OpenFlags } from '../hostFiles';
import { HostPathError } from '../hostPath';

/** A folder on disk that a console may use. Nothing outside it is accessible, and writing needs permission. */
export class RootFolder implements HostFolder {
  private constructor(
    private readonly root: string,
    private readonly isWritable: boolean,
  ) {}

  /** @throws Error when the folder does not exist. */
  static async at(folder: string, isWritable: boolean): Promise<RootFolder> {
    return new RootFolder(await realpath(folder), isWritable);
  }

  async open(names: readonly string[], flags: OpenFlags): Promise<HostFile> {
    if (flags.write) this.checkWritable();
    const file = await this.place(names);
    const mode =
      (flags.write ? (flags.read ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY) |
      (flags.write && flags.create ? constants.O_CREAT : 0) |
      (flags.write && flags.truncate ? constants.O_TRUNC : 0) |
      (flags.write && flags.append ? constants.O_APPEND : 0) |
      // A link that replaced the file after the check is not followed, if the system supports that.
      (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW);
    const handle = await open(file, mode, 0o644).catch((error: unknown) => {
      throw new Error(reasonOf(error));
    });
    const status = await handle.stat();
    if (status.isFile()) return new DiskFile(handle, flags.append ? status.size : 0);
    await handle.close();
    throw new Error('it is not a file');
  }

  async status(names: readonly string[]): Promise<FileStatus> {
    return statusOf(
      await lstat(await this.place(names)).catch((error: unknown) =>
        Promise.reject(new Error(reasonOf(error))),
      ),
    );
  }

  async list(names: readonly string[]): Promise<{ name: string; status: FileStatus }[]> {
    const folder = await this.place(names);
    const entries = await readdir(folder).catch((error: unknown) =>
      Promise.reject(new Error(reasonOf(error))),
    );
    const all: { name: string; status: FileStatus }[] = [];
    for (const name of entries) {
      const found = await lstat(path.join(folder, name)).catch(() => undefined);
      if (found) all.push({ name, status: statusOf(found) });
    }
    return all;
  }

  async remove(names: readonly string[]): Promise<void> {
    this.checkWritable();
    await rm(await this.place(names));
  }

  async makeFolder(names: readonly string[]): Promise<void> {
    this.checkWritable();
    await mkdir(await this.place(names));
  }

  async removeFolder(names: readonly string[]): Promise<void> {
    this.checkWritable();
    if (names.length === 0) throw new HostPathError('The host: folder itself cannot be removed');
    await rmdir(await this.place(names));
  }

  /** The path of these names, after checking that every folder of it is a real one below the root. */
  private async place(names: readonly string[]): Promise<string> {
    const place = path.join(this.root, ...names);
    const real = await realpath(place).catch(() => undefined);
    // A file that does not exist yet is as safe as its folder.
    const checked = real ?? (await realpath(path.dirname(place)).catch(() => undefined));
    if (checked === undefined) throw new Error('folder not found');
    const away = path.relative(this.root, checked);
    if (away === '..' || away.startsWith(`..${path.sep}`) || path.isAbsolute(away)) {
      throw new HostPathError(`host:${names.join('/')} is refused: a link leads out of the folder`);
    }
    return real ?? path.join(checked, path.basename(place));
  }

  private checkWritable(): void {
    if (!this.isWritable) {
      throw new HostPathError(
        'host: is read-only; to allow writing, set "ps2link": { "writable": true } in the launch configuration',
      );
    }
  }
}

class DiskFile implements HostFile {
  constructor(
    private readonly handle: FileHandle,
    private position: number,
  ) {}

  async read(bytes: number): Promise<Uint8Array> {
    const data = new Uint8Array(bytes);
    const { bytesRead } = await this.handle.read(data, 0, bytes, this.position);
    this.position += bytesRead;
    return data.subarray(0, bytesRead);
  }

  async write(data: Uint8Array): Promise<number> {
    const { bytesWritten } = await this.handle.write(data, 0, data.length, this.position);
    this.position += bytesWritten;
    return bytesWritten;
  }

  async seek(offset: number, whence: number): Promise<number> {
    const base = [0, this.position, whence === 2 ? (await this.handle.stat()).size : 0][whence];
    if (base === undefined || base + offset < 0) throw new Error('invalid position');
    return (this.position = base + offset);
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

function statusOf(found: Stats): FileStatus {
  const kind = found.isDirectory()
    ? modeBits.directory
    : found.isSymbolicLink()
      ? modeBits.link
      : modeBits.file;
  const { birthtime: created, atime: accessed, mtime: modified } = found;
  return { mode: kind | modeBits.all, size: found.size & 0xffffffff, created, accessed, modified };
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'file not found',
    EACCES: 'permission denied',
    ELOOP: 'it is a link',
    EISDIR: 'it is a folder',
    ENOTDIR: 'it is not a folder',
  };
  return known[code] ?? `it cannot be used (${code})`;
}
