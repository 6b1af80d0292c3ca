import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { errorText, systemCode, systemReason } from '../../common/errorText';
import { checkRange, type ByteSource } from '../byteSource';

/** Opening a pipe would wait for its writer. Windows does not have the flag, whatever its type says. */
const withoutWaiting = (constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0;

/** A file read by ranges through one open handle. Close it when done. */
export class FileSource implements ByteSource {
  private constructor(
    private readonly handle: FileHandle,
    readonly path: string,
    readonly size: number,
    /** When the file was last changed, in ns. */
    private readonly changedAt: bigint,
  ) {}

  /** Opens an existing file for reading. @throws Error when it is missing or not a file. */
  static async open(path: string): Promise<FileSource> {
    let handle: FileHandle;
    try {
      handle = await open(path, constants.O_RDONLY | withoutWaiting);
    } catch (error) {
      throw new Error(`Cannot open ${path}: ${reason(error)}.`, { cause: error });
    }
    try {
      const stat = await handle.stat({ bigint: true });
      if (!stat.isFile()) throw new Error(`Cannot open ${path}: it is not a file.`);
      return new FileSource(handle, path, Number(stat.size), stat.mtimeNs);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(offset, length, this.size);
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await this.handle.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) {
        throw new Error(
          `${this.path} was truncated while it was being read: no data at offset ${offset + done}, it had ${this.size} bytes when it was opened.`,
        );
      }
      done += bytesRead;
    }
    return bytes;
  }

  /** A file that is replaced under its name stays as it was for whoever has it open; one that is written in place does not. */
  async checkUnchanged(): Promise<void> {
    const { size, mtimeNs } = await this.handle.stat({ bigint: true });
    if (Number(size) === this.size && mtimeNs === this.changedAt) return;
    throw new Error(
      `${this.path} was changed by another program while it was read: run this again when the file is complete.`,
    );
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

function reason(error: unknown): string {
  if (systemCode(error) === 'ENOENT') return 'file not found';
  return systemReason(error) ?? errorText(error);
}
