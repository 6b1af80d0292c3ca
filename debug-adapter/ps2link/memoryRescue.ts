import type { LinkCommand } from '../../ps2/ps2link/wire';
import type { HostFile, VirtualFile } from './hostFiles';

/** ps2link transfers memory slowly, in packets of 1,446 bytes. More than this at once could reach the time limit. */
const mostBytes = 16_384;
/** A console that has not closed its file after this time has not carried out the command. */
const limitMs = 5000;
/** The mailbox and its rings are written uncached, but ps2link reads through the cache. */
const uncached = 0x20000000;

/** The two files that ps2link itself writes and reads, by the end of their names. */
export const rescueNames = { dump: 'dump', fill: 'fill' } as const;

/**
 * Memory of a program that no longer looks for its debugger, with ps2link's commands dumpmem and writemem. Use it only
 * while the program has no open request to `host:`, because ps2link serves one at a time.
 */
export class MemoryRescue {
  private last: Promise<unknown> = Promise.resolve();
  private dumped: Uint8Array[] = [];
  private fill = new Uint8Array(0);
  private closed: () => void = () => undefined;

  /**
   * @param send sends a command to the console.
   * @param prefix the start of the names of the files on `host:`.
   */
  constructor(
    private readonly send: (command: LinkCommand) => Promise<void>,
    private readonly prefix: string,
  ) {}

  readonly files: Readonly<Record<keyof typeof rescueNames, VirtualFile>> = {
    dump: () => this.dumpFile(),
    fill: () => this.fillFile(),
  };

  /** @throws Error when ps2link does not answer either. */
  read(address: number, length: number): Promise<Uint8Array> {
    return this.alone(async () => {
      const all = new Uint8Array(length);
      for (let done = 0; done < length; done += mostBytes) {
        const bytes = Math.min(mostBytes, length - done);
        this.dumped = [];
        await this.obeyed({
          kind: 'dumpmem',
          address: (address + done) | uncached,
          bytes,
          path: this.path('dump'),
        });
        const got = joined(this.dumped);
        if (got.length < bytes)
          throw new Error(`ps2link returned ${got.length} of ${bytes} bytes of memory.`);
        all.set(got.subarray(0, bytes), done);
      }
      return all;
    });
  }

  /** @throws Error as `read`. */
  write(address: number, bytes: Uint8Array): Promise<void> {
    return this.alone(async () => {
      this.fill = bytes.slice();
      await this.obeyed({
        kind: 'writemem',
        address: address | uncached,
        bytes: bytes.length,
        path: this.path('fill'),
      });
    });
  }

  private path(name: keyof typeof rescueNames): string {
    return `host:${this.prefix}${rescueNames[name]}`;
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }

  /** ps2link does not acknowledge commands. A command is done when the console closes its file. */
  private async obeyed(command: LinkCommand): Promise<void> {
    const isClosed = new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => {
        reject(
          new Error(
            `Timed out after ${limitMs / 1000} s waiting for ps2link to carry out ${command.kind}: the console hangs. Reset it.`,
          ),
        );
      }, limitMs);
      this.closed = () => {
        clearTimeout(limit);
        resolve();
      };
    });
    await this.send(command);
    await isClosed;
  }

  private dumpFile(): HostFile {
    return {
      read: () => Promise.reject(new Error('it is write-only')),
      write: (data) => {
        this.dumped.push(data.slice());
        return Promise.resolve(data.length);
      },
      seek: () => Promise.resolve(0),
      close: () => {
        this.closed();
        return Promise.resolve();
      },
    };
  }

  private fillFile(): HostFile {
    const content = this.fill;
    let position = 0;
    return {
      read: (bytes) => {
        const data = content.slice(position, position + bytes);
        position += data.length;
        return Promise.resolve(data);
      },
      write: () => Promise.reject(new Error('it is read-only')),
      seek: (offset, whence) => Promise.resolve((position = whence === 2 ? content.length + offset : offset)),
      close: () => {
        this.closed();
        return Promise.resolve();
      },
    };
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
