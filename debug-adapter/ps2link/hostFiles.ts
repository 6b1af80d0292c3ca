import { errorText } from '../../common/errorText';
import { ramBytes } from '../../common/ram';
import type { ByteSource } from '../../disc/byteSource';
import type { FileReply, FileRequest, FileStatus } from '../../ps2/ps2link/wire';
import { HostPathError, hostPathNames } from './hostPath';

/** A file that the console has open. The console receives the results; an Error becomes -1 and a line of the log. */
export interface HostFile {
  read(bytes: number): Promise<Uint8Array>;
  /** @returns bytes written. */
  write(data: Uint8Array): Promise<number>;
  /** @param whence 0 from the start, 1 from here, 2 from the end. @returns the new position. */
  seek(offset: number, whence: number): Promise<number>;
  close(): Promise<void>;
}

/** A folder on the PC that the console may use. Names have been checked. */
export interface HostFolder {
  open(names: readonly string[], flags: OpenFlags): Promise<HostFile>;
  status(names: readonly string[]): Promise<FileStatus>;
  list(names: readonly string[]): Promise<readonly { readonly name: string; readonly status: FileStatus }[]>;
  remove(names: readonly string[]): Promise<void>;
  makeFolder(names: readonly string[]): Promise<void>;
  removeFolder(names: readonly string[]): Promise<void>;
}

export interface OpenFlags {
  readonly read: boolean;
  readonly write: boolean;
  readonly append: boolean;
  readonly create: boolean;
  readonly truncate: boolean;
}

/** Opens a virtual file; undefined while it is not available. */
export type VirtualFile = () => HostFile | undefined;

/** How many files a console may have open at once. The IOP has 16, and files that are left open must not pile up. */
const mostOpen = 64;
/** The maximum number of bytes of one read: the RAM of the console. The reply is made in one piece. */
const mostReadBytes = ramBytes;

interface OpenFolder {
  readonly entries: readonly { readonly name: string; readonly status: FileStatus }[];
  next: number;
}

/** Answers the file requests of a console: first the session's own files, then those of the folder, if there is one. */
export class HostFiles {
  private readonly files = new Map<number, HostFile>();
  private readonly folders = new Map<number, OpenFolder>();
  private readonly opened = new Set<string>();
  /** Starts at a random number, because a console may still use descriptors of another PC program. */
  private nextDescriptor = 0x10000 + Math.floor(Math.random() * 0x3fff0000);
  private readonly firstDescriptor = this.nextDescriptor;
  private lastRequest = performance.now();
  private waiting = 0;

  /**
   * @param virtual the session's own files, by path.
   * @param folder a folder that the console may use.
   * @param log receives a line for each request that is refused or fails.
   */
  constructor(
    private readonly virtual: ReadonlyMap<string, VirtualFile>,
    private readonly folder: HostFolder | undefined,
    private readonly log: (line: string) => void,
  ) {}

  /** Never fails: requests that cannot be carried out get a negative result. */
  async answer(request: FileRequest): Promise<FileReply> {
    this.waiting++;
    try {
      return await this.serve(request);
    } catch (error) {
      const why = errorText(error);
      const what = 'path' in request && !(error instanceof HostPathError) ? `host:${request.path}: ` : '';
      this.log(`ps2link: ${what}${why}.`);
      return { result: -1 };
    } finally {
      this.waiting--;
      this.lastRequest = performance.now();
    }
  }

  /** Milliseconds since the last request of the console; 0 while it waits for a reply. */
  get quietMs(): number {
    return this.waiting > 0 ? 0 : performance.now() - this.lastRequest;
  }

  /** Whether the console has opened one of the session's own files. */
  wasOpened(name: string): boolean {
    return this.opened.has(name);
  }

  /** Closes the files that the console has left open. */
  async close(): Promise<void> {
    for (const file of this.files.values()) await file.close().catch(() => undefined);
    this.files.clear();
    this.folders.clear();
  }

  private async serve(request: FileRequest): Promise<FileReply> {
    // A descriptor of an earlier PC program: the console has to open the file again.
    if ('descriptor' in request && !this.isOurs(request.descriptor)) return { result: -1 };
    switch (request.kind) {
      case 'open': {
        // Before the file is opened, which may create or empty it.
        this.checkRoom();
        const file = await this.open(request.path, request.flags);
        return { result: file ? this.add(this.files, file) : -1 };
      }
      case 'close': {
        const file = this.fileOf(request.descriptor);
        this.files.delete(request.descriptor);
        await file.close();
        return { result: 0 };
      }
      case 'read': {
        const data = await this.fileOf(request.descriptor).read(
          Math.max(0, Math.min(request.bytes, mostReadBytes)),
        );
        return { result: data.length, data };
      }
      case 'write':
        return { result: await this.fileOf(request.descriptor).write(request.data) };
      case 'lseek':
        return {
          result: inReply(await this.fileOf(request.descriptor).seek(request.offset, request.whence)),
        };
      case 'opendir': {
        this.checkRoom();
        const names = hostPathNames(request.path);
        return { result: this.add(this.folders, { entries: await this.present.list(names), next: 0 }) };
      }
      case 'readdir': {
        const folder = this.folders.get(request.descriptor);
        if (!folder) throw new Error(`the console has no folder ${request.descriptor} open`);
        const entry = folder.entries[folder.next++];
        return entry ? { result: 1, ...entry } : { result: 0 };
      }
      case 'closedir':
        return { result: this.folders.delete(request.descriptor) ? 0 : -1 };
      case 'getstat':
        return { result: 0, status: await this.present.status(hostPathNames(request.path)) };
      case 'remove':
        await this.present.remove(hostPathNames(request.path));
        return { result: 0 };
      case 'mkdir':
        await this.present.makeFolder(hostPathNames(request.path));
        return { result: 0 };
      case 'rmdir':
        await this.present.removeFolder(hostPathNames(request.path));
        return { result: 0 };
    }
  }

  private async open(path: string, flags: number): Promise<HostFile | undefined> {
    const names = hostPathNames(path);
    const name = names.join('/');
    const virtual = this.virtual.get(name);
    if (virtual) {
      const file = virtual();
      if (file) this.opened.add(name);
      return file;
    }
    return this.present.open(names, {
      read: (flags & 1) !== 0,
      write: (flags & 2) !== 0,
      append: (flags & 0x100) !== 0,
      create: (flags & 0x200) !== 0,
      truncate: (flags & 0x400) !== 0,
    });
  }

  private get present(): HostFolder {
    if (!this.folder) throw new Error('file not found: this session has no "folder" for the console');
    return this.folder;
  }

  private isOurs(descriptor: number): boolean {
    return descriptor >= this.firstDescriptor && descriptor < this.nextDescriptor;
  }

  private fileOf(descriptor: number): HostFile {
    const file = this.files.get(descriptor);
    if (!file) throw new Error(`the console has no file ${descriptor} open`);
    return file;
  }

  private checkRoom(): void {
    if (this.files.size + this.folders.size >= mostOpen)
      throw new Error(`${mostOpen} files are already open`);
  }

  private add<T>(map: Map<number, T>, item: T): number {
    map.set(this.nextDescriptor, item);
    return this.nextDescriptor++;
  }
}

/** A position as the reply has it, 32 bits with a sign. */
function inReply(position: number): number {
  if (position > 0x7fff_ffff)
    throw new Error(`position ${position} is beyond the 2 GiB that a console can seek`);
  return position;
}

/** A read-only file of existing bytes. */
export function sourceFile(source: ByteSource): HostFile {
  let position = 0;
  return {
    read: async (bytes) => {
      const count = Math.max(0, Math.min(bytes, source.size - position));
      const data = count === 0 ? new Uint8Array(0) : await source.read(position, count);
      position += count;
      return data;
    },
    write: () => Promise.reject(new Error('it is read-only')),
    seek: (offset, whence) => {
      const base = [0, position, source.size][whence];
      if (base === undefined || base + offset < 0) return Promise.reject(new Error('invalid position'));
      return Promise.resolve((position = base + offset));
    },
    close: () => Promise.resolve(),
  };
}
