import { randomBytes } from 'node:crypto';
import { lstat, open, readdir, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCode, systemReason } from '../../common/errorText';
import { isAlive } from './processes';
import { writableFile } from './writableFile';

/** What a writer fills the new file with. */
interface AtomicFileOutput {
  /** Bytes appended so far. */
  readonly position: number;
  /** Appends all of `bytes`. @throws Error, the reason of the abort, when the write was cancelled. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Skips this many zeros without writing them, as a hole where the file system supports it. Something must be
   * written after them.
   */
  skip(bytes: number): void;
  /** Replaces bytes that are already written, such as a header with totals. Does not move `position`. */
  writeAt(bytes: Uint8Array, offset: number): Promise<void>;
}

/**
 * Writes a whole file or nothing: the bytes go to a temporary name in the same folder, are flushed to the disk and
 * replace `path` in one rename. When `writer` throws or `signal` aborts, the temporary file is removed, an older file
 * at `path` is unchanged, and the error is passed on. Temporary files that dead processes left for the same target
 * are removed first. Links are followed; a device, a pipe or a folder is refused and not touched.
 * @returns what `writer` returned.
 * @throws Error when the file cannot be written, the one that `writer` threw, or the reason of the abort.
 */
export async function writeFileAtomically<T>(
  path: string,
  writer: (output: AtomicFileOutput) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  const target = await writableFile(path);
  await sweepTemporaries(dirname(target), basename(target));
  const temporary = `${temporaryPrefix(target)}${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  const handle = await openNew(temporary, path);
  try {
    let result: T;
    try {
      const output = new Output(handle, signal);
      result = await writer(output);
      signal?.throwIfAborted();
      await keepMode(handle, target);
      await handle.sync();
    } finally {
      await handle.close();
    }
    signal?.throwIfAborted();
    await rename(temporary, target);
    return result;
  } catch (error) {
    await unlink(temporary).catch(ignoreMissing);
    throw isOfWriting(error)
      ? new Error(`Cannot write ${path}: ${systemReason(error)}.`, { cause: error })
      : error;
  }
}

class Output implements AtomicFileOutput {
  position = 0;
  constructor(
    private readonly handle: FileHandle,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async write(bytes: Uint8Array): Promise<void> {
    const offset = this.position;
    this.position += bytes.length;
    await this.put(bytes, offset);
  }

  skip(bytes: number): void {
    this.position += bytes;
  }

  async writeAt(bytes: Uint8Array, offset: number): Promise<void> {
    if (offset < 0 || offset + bytes.length > this.position) {
      throw new RangeError(
        `Cannot replace ${bytes.length} bytes at offset ${offset}: only ${this.position} bytes were written.`,
      );
    }
    await this.put(bytes, offset);
  }

  private async put(bytes: Uint8Array, offset: number): Promise<void> {
    this.signal?.throwIfAborted();
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, offset + done);
      done += bytesWritten;
    }
  }
}

/** A younger temporary file is not removed: its process may run on another machine. */
const leftoverAgeMs = 60_000;

const temporaryPrefix = (target: string) => join(dirname(target), `.${basename(target)}.`);

/**
 * Removes temporary files that dead processes left in a folder.
 * @param name the file that they were to become. Default: any.
 * @param leastAgeMs how old they are at least.
 * @returns their names.
 */
export async function sweepTemporaries(
  folder: string,
  name?: string,
  leastAgeMs = leftoverAgeMs,
): Promise<string[]> {
  const removed: string[] = [];
  for (const entry of await readdir(folder).catch(() => [] as string[])) {
    const [, target, pid] = /^\.(.+)\.(\d+)-[0-9a-f]{8}\.tmp$/.exec(entry) ?? [];
    if (pid === undefined || (name !== undefined && name !== target) || isAlive(Number(pid))) continue;
    const leftover = join(folder, entry);
    const found = await lstat(leftover).catch(() => undefined);
    if (!found?.isFile() || Date.now() - found.mtimeMs < leastAgeMs) continue;
    await unlink(leftover).catch(ignoreMissing);
    removed.push(entry);
  }
  return removed;
}

async function openNew(temporary: string, path: string): Promise<FileHandle> {
  try {
    return await open(temporary, 'wx');
  } catch (error) {
    const why = systemCode(error) === 'ENOENT' ? 'its folder does not exist' : systemReason(error);
    if (why === undefined) throw error;
    throw new Error(`Cannot write ${path}: ${why}.`, { cause: error });
  }
}

async function keepMode(handle: FileHandle, target: string): Promise<void> {
  const old = await stat(target).catch(() => undefined);
  if (old) await handle.chmod(old.mode & 0o777);
}

/** Whether an error came from the new file. What the writer reads has messages of its own. */
function isOfWriting(error: unknown): boolean {
  const { syscall } = (error ?? {}) as { syscall?: unknown };
  return ['write', 'fsync', 'rename'].includes(String(syscall)) && systemReason(error) !== undefined;
}

function ignoreMissing(error: unknown): void {
  if (systemCode(error) !== 'ENOENT') throw error;
}
