const pageBytes = 4096;
const pageShift = 12;

/** Contents of all pages ever written; unchanged pages are shared between snapshots. */
export interface MemorySnapshot {
  readonly pages: readonly (Uint8Array | undefined)[];
}

/**
 * RAM from address 0 on, initially zero, that tracks written pages: a snapshot copies only those that changed since
 * the last one, so one can be taken at every stop. Callers must report writes with `touch`.
 */
export class PagedMemory {
  readonly buffer: ArrayBuffer;
  readonly bytes: Uint8Array;
  private readonly words: Int32Array;
  /** A copy of each page from the last save or restore; undefined for zeros. */
  private saved: (Uint8Array | undefined)[];
  /** 1: the page may differ from `saved`. */
  private readonly dirty: Uint8Array;

  /** @param size bytes; rounded up to whole pages. */
  constructor(size: number) {
    const pages = Math.ceil(size / pageBytes);
    this.buffer = new ArrayBuffer(pages * pageBytes);
    this.bytes = new Uint8Array(this.buffer);
    this.words = new Int32Array(this.buffer);
    this.saved = new Array<undefined>(pages).fill(undefined);
    this.dirty = new Uint8Array(pages);
  }

  /** Records that `length` bytes from `address` on are written. */
  touch(address: number, length: number): void {
    if (length <= 0) return;
    this.dirty.fill(1, address >>> pageShift, ((address + length - 1) >>> pageShift) + 1);
  }

  /** Copies `source` to `address`. */
  write(address: number, source: Uint8Array): void {
    this.bytes.set(source, address);
    this.touch(address, source.length);
  }

  /** @param address a multiple of 4. */
  storeInt(address: number, value: number): void {
    this.words[address >>> 2] = value;
    this.touch(address, 4);
  }

  save(): MemorySnapshot {
    this.forDirtyPages((page, contents) => (this.saved[page] = contents.slice()));
    return { pages: this.saved.slice() };
  }

  /** @param snapshot one of this memory. */
  restore(snapshot: MemorySnapshot): void {
    this.forDirtyPages((page, contents) => copyPage(contents, this.saved[page]));
    snapshot.pages.forEach((contents, page) => {
      if (contents !== this.saved[page]) copyPage(this.page(page), contents);
    });
    this.saved = snapshot.pages.slice();
  }

  private forDirtyPages(visit: (page: number, contents: Uint8Array) => void): void {
    for (let page = this.dirty.indexOf(1); page >= 0; page = this.dirty.indexOf(1, page)) {
      visit(page, this.page(page));
      this.dirty[page] = 0;
    }
  }

  private page(page: number): Uint8Array {
    return this.bytes.subarray(page * pageBytes, (page + 1) * pageBytes);
  }
}

function copyPage(target: Uint8Array, source: Uint8Array | undefined): void {
  if (source) target.set(source);
  else target.fill(0);
}
