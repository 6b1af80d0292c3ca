import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rmdir, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { systemReason } from '../../../common/errorText';
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
    const before = await lstat(file).catch(() => undefined);
    // Opening a device or a pipe may already have an effect, or wait.
    if (before?.isFile() === false) throw new Error('it is not a file');
    const mode =
      (flags.write ? (flags.read ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY) |
      // A new file must not be created through a link that has come meanwhile.
      (flags.write && flags.create && before === undefined ? constants.O_CREAT | constants.O_EXCL : 0) |
      (flags.write && flags.append ? constants.O_APPEND : 0) |
      safely;
    const handle = await open(file, mode, 0o644).catch((error: unknown) => {
      throw new Error(reasonOf(error));
    });
    try {
      const status = await handle.stat();
      if (!status.isFile()) throw new Error('it is not a file');
      await checkSame(file, status);
      if (flags.write && flags.truncate) await handle.truncate();
      return new DiskFile(handle, flags.append ? (await handle.stat()).size : 0);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async status(names: readonly string[]): Promise<FileStatus> {
    const place = await this.place(names);
    return statusOf(await lstat(place).catch((error: unknown) => Promise.reject(new Error(reasonOf(error)))));
  }

  async list(names: readonly string[]): Promise<{ name: string; status: FileStatus }[]> {
    const folder = await this.place(names);
    const entries = await readdir(folder).catch((error: unknown) =>
      Promise.reject(new Error(reasonOf(error))),
    );
    const all: { name: string; status: FileStatus }[] = [];
    for (const name of entries) {
      // A link is listed as what it leads to, as getstat tells it; one that leads out of the folder as a link.
      const found = await this.status([...names, name])
        .catch(async () => statusOf(await lstat(path.join(folder, name))))
        .catch(() => undefined);
      if (found) all.push({ name, status: found });
    }
    return all;
  }

  async remove(names: readonly string[]): Promise<void> {
    this.checkWritable();
    await unlink(await this.nameIn(names)).catch((error: unknown) => {
      throw new Error(reasonOf(error));
    });
  }

  async makeFolder(names: readonly string[]): Promise<void> {
    this.checkWritable();
    await mkdir(await this.nameIn(names)).catch((error: unknown) => {
      throw new Error(reasonOf(error));
    });
  }

  async removeFolder(names: readonly string[]): Promise<void> {
    this.checkWritable();
    if (names.length === 0) throw new HostPathError('The host: folder itself cannot be removed');
    await rmdir(await this.nameIn(names)).catch((error: unknown) => {
      throw new Error(reasonOf(error));
    });
  }

  /** The path of an entry itself, which may be a link: its folder is checked, and the link is not followed. */
  private async nameIn(names: readonly string[]): Promise<string> {
    const last = names.at(-1);
    if (last === undefined) throw new HostPathError('The host: folder itself cannot be changed');
    return path.join(await this.place(names.slice(0, -1)), last);
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
    const { size } = await this.handle.stat();
    const data = new Uint8Array(Math.max(0, Math.min(bytes, size - this.position)));
    let done = 0;
    while (done < data.length) {
      const { bytesRead } = await this.handle.read(data, done, data.length - done, this.position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    this.position += done;
    return data.subarray(0, done);
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

/** Flags against links and pipes that replace the file after the check, where the system has them. */
const safely = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Throws if a path no longer is the file that was opened. Windows has no flag against links, so that what was opened
 * is compared with what is there; nothing was changed by opening it.
 */
async function checkSame(file: string, opened: Stats): Promise<void> {
  const now = await lstat(file).catch(() => undefined);
  if (now === undefined || now.isSymbolicLink() || now.ino !== opened.ino || now.dev !== opened.dev)
    throw new HostPathError('a file changed while it was opened; it is not used');
}

function statusOf(found: Stats): FileStatus {
  const kind = found.isDirectory()
    ? modeBits.directory
    : found.isSymbolicLink()
      ? modeBits.link
      : modeBits.file;
  const { birthtime: created, atime: accessed, mtime: modified } = found;
  return { mode: kind | modeBits.all, size: found.size, created, accessed, modified };
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT') return 'file not found';
  if (code === 'ELOOP') return 'it is a link';
  return systemReason(error) ?? `it cannot be used (${code})`;
}
