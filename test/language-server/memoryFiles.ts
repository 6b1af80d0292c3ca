import { checkRange, MemorySource, type ByteSource } from '../../disc/byteSource';
import type { Files } from '../../language-server/files/files';

/** The folder that the files lie in. */
export const folderUri = 'file:///project/';

/** A file by its first bytes; zeros follow, which nobody keeps. */
export interface SparseFile {
  readonly start: Uint8Array;
  readonly size: number;
}

/** Files of the language server that are only described. */
export class MemoryFiles implements Files {
  /** How often a file was opened. */
  opened = 0;
  private readonly files = new Map<string, SparseFile>();

  constructor(files: Readonly<Record<string, SparseFile | Uint8Array | string>> = {}) {
    for (const [name, file] of Object.entries(files)) this.set(name, file);
  }

  set(name: string, file: SparseFile | Uint8Array | string): void {
    const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
    this.files.set(
      folderUri + name,
      bytes instanceof Uint8Array ? { start: bytes, size: bytes.length } : bytes,
    );
  }

  status(uri: string): ReturnType<Files['status']> {
    if (!uri.startsWith(folderUri)) return Promise.reject(new Error(`Cannot read ${uri}.`));
    const file = this.files.get(uri);
    if (file) return Promise.resolve({ kind: 'file', size: file.size, stamp: `${file.size}` });
    const isFolder = [...this.files.keys()].some((name) => name.startsWith(uri.replace(/\/?$/, '/')));
    return Promise.resolve(isFolder ? { kind: 'folder', size: 0, stamp: '' } : undefined);
  }

  open(uri: string): ReturnType<Files['open']> {
    const file = this.files.get(uri);
    if (!file) return Promise.reject(new Error(`Cannot open ${uri}: file not found.`));
    this.opened++;
    return Promise.resolve({ source: sparse(file), close: () => Promise.resolve() });
  }

  list(uri: string): Promise<readonly string[]> {
    const folder = uri.replace(/\/?$/, '/');
    const inside = [...this.files.keys()].filter((name) => name.startsWith(folder));
    const names = inside.map((name) => /^[^/]+\/?/.exec(name.slice(folder.length))?.[0] ?? '');
    return Promise.resolve([...new Set(names)].sort());
  }
}

function sparse({ start, size }: SparseFile): ByteSource {
  if (size === start.length) return new MemorySource(start);
  return {
    size,
    read: (offset, length) => {
      checkRange(offset, length, size);
      const bytes = new Uint8Array(length);
      bytes.set(start.subarray(offset, offset + length));
      return Promise.resolve(bytes);
    },
  };
}

/** A llama2.c model of zeros, with a shared classifier. */
export function llama2cFile(shape: {
  readonly dim: number;
  readonly hiddenDim: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly vocabSize: number;
  readonly seqLen: number;
}): SparseFile {
  const { dim, hiddenDim, layers, heads, kvHeads, vocabSize, seqLen } = shape;
  const kvDim = (dim / heads) * kvHeads;
  const layer = 2 * dim + 2 * dim * dim + 2 * dim * kvDim + 3 * dim * hiddenDim;
  const floats = vocabSize * dim + layers * layer + dim + seqLen * (dim / heads);
  const header = new Int32Array([dim, hiddenDim, layers, heads, kvHeads, vocabSize, seqLen]);
  return { start: new Uint8Array(header.buffer), size: header.byteLength + floats * 4 };
}
