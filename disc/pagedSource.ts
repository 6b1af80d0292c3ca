import { checkRange, type ByteSource } from './byteSource';

/** Bytes per read. */
export const pageBytes = 128 * 1024;
/** Cached pages: 4 MiB. */
const defaultPages = 32;

/**
 * A source that reads whole pages of 128 KiB and caches the last few, so that browsing a file of any size costs few
 * reads and little memory. A range longer than a page bypasses the cache, which it would only flush.
 */
export class PagedSource implements ByteSource {
  private readonly pages = new Map<number, Promise<Uint8Array>>();
  private asked = 0;

  /** @param mostPages maximum number of cached pages. */
  constructor(
    private readonly source: ByteSource,
    private readonly mostPages = defaultPages,
  ) {}

  get size(): number {
    return this.source.size;
  }

  /** Bytes requested from the source so far. */
  get bytesRead(): number {
    return this.asked;
  }

  /** Pages that are in memory now. */
  get pagesKept(): number {
    return this.pages.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(offset, length, this.size);
    if (length === 0) return new Uint8Array();
    if (length > pageBytes) return this.readSource(offset, length);
    const first = Math.floor(offset / pageBytes);
    const from = offset - first * pageBytes;
    const page = await this.page(first);
    if (from + length <= page.length) return page.subarray(from, from + length);
    const both = new Uint8Array(length);
    both.set(page.subarray(from));
    const next = await this.page(first + 1);
    both.set(next.subarray(0, from + length - pageBytes), pageBytes - from);
    return both;
  }

  async checkUnchanged(): Promise<void> {
    await this.source.checkUnchanged?.();
  }

  private page(index: number): Promise<Uint8Array> {
    const kept = this.pages.get(index);
    this.pages.delete(index);
    const page = kept ?? this.readPage(index);
    // Least recently used page first.
    this.pages.set(index, page);
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= this.mostPages) break;
      this.pages.delete(oldest);
    }
    return page;
  }

  private readPage(index: number): Promise<Uint8Array> {
    const start = index * pageBytes;
    const page = this.readSource(start, Math.min(pageBytes, this.size - start));
    // A failed read is tried again the next time.
    page.catch(() => {
      if (this.pages.get(index) === page) this.pages.delete(index);
    });
    return page;
  }

  private readSource(offset: number, length: number): Promise<Uint8Array> {
    this.asked += length;
    return this.source.read(offset, length);
  }
}
