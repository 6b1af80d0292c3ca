import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFileAtomically } from '../../disc/node/atomicFile';
import { FileSource } from '../../disc/node/fileSource';
import { contentHash } from '../../model/contentHash';
import { isRecord } from '../../common/guards';

interface Known {
  readonly size: number;
  readonly mtimeMs: number;
  readonly hash: string;
}

/** A file that changed this shortly before it was hashed may change again without a new time stamp. */
const tickMs = 2000;

/** Hashes of the contents of files. Files that have not changed are not read again. */
export class FileHashes {
  private constructor(
    private readonly path: string,
    private readonly known: Map<string, Known>,
  ) {}

  /** @param path the file that stores the hashes. If it is missing or damaged, a new one is started. */
  static async open(path: string): Promise<FileHashes> {
    const text = await readFile(path, 'utf8').catch(() => '{}');
    return new FileHashes(path, new Map(entriesOf(text)));
  }

  /** @throws Error with the path when it cannot be read, or the reason of the abort. */
  async hashOf(file: string, signal: AbortSignal): Promise<string> {
    const found = await stat(file).catch(() => undefined);
    const known = this.known.get(file);
    if (found && known?.size === found.size && known.mtimeMs === found.mtimeMs) return known.hash;
    const source = await FileSource.open(file);
    try {
      const hash = await contentHash(source, signal);
      if (found && Date.now() - found.mtimeMs > tickMs) {
        this.known.set(file, { size: found.size, mtimeMs: found.mtimeMs, hash });
        await this.save();
      }
      return hash;
    } finally {
      await source.close();
    }
  }

  private async save(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const text = JSON.stringify(Object.fromEntries(this.known), undefined, 2);
    await writeFileAtomically(this.path, (file) => file.write(new TextEncoder().encode(`${text}\n`)));
  }
}

function entriesOf(text: string): [string, Known][] {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return [];
    return Object.entries(value).filter((entry): entry is [string, Known] => isKnown(entry[1]));
  } catch {
    return [];
  }
}

function isKnown(value: unknown): value is Known {
  if (!isRecord(value)) return false;
  const { size, mtimeMs, hash } = value;
  return typeof size === 'number' && typeof mtimeMs === 'number' && typeof hash === 'string';
}
