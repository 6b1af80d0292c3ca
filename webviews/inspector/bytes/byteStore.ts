import { errorText } from '../../common/errorText';
import type { Requests } from '../../common/requests';

/** Bytes that are asked for at a time. */
const chunkBytes = 4096;
/** Chunks that the page keeps: 256 KiB. */
const mostChunks = 64;

/** The file's bytes as far as the page has seen them lately; asks the extension for the others. */
export class ByteStore {
  private chunks = new Map<number, Uint8Array | Promise<Uint8Array>>();
  size = 0;

  /**
   * @param arrived bytes came that were missing.
   * @param failed says why bytes cannot be had.
   */
  constructor(
    private readonly requests: Requests,
    private readonly arrived: () => void,
    private readonly failed: (message: string) => void,
  ) {}

  /** Forgets all: the file has changed. */
  reset(size: number): void {
    this.size = size;
    this.chunks = new Map();
  }

  /** A byte, when it is there; undefined, and asked for, when not. */
  byteAt(offset: number): number | undefined {
    const index = Math.floor(offset / chunkBytes);
    const chunk = this.chunks.get(index);
    if (chunk === undefined) this.fetch(index).then(this.arrived, () => undefined);
    return chunk instanceof Uint8Array ? chunk[offset - index * chunkBytes] : undefined;
  }

  /** As ByteSource says. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let at = offset; at < offset + length;) {
      const index = Math.floor(at / chunkBytes);
      const kept = this.chunks.get(index);
      const chunk = await (kept ?? this.fetch(index));
      const from = at - index * chunkBytes;
      const part = chunk.subarray(from, Math.min(chunk.length, from + offset + length - at));
      if (part.length === 0) throw new Error('The file ends here.');
      bytes.set(part, at - offset);
      at += part.length;
    }
    return bytes;
  }

  private fetch(index: number): Promise<Uint8Array> {
    const { chunks } = this;
    const start = index * chunkBytes;
    const argument = { offset: start, length: Math.min(chunkBytes, this.size - start) };
    const fetched = this.requests.ask('bytes', argument, {
      isResult: (value): value is Uint8Array =>
        value instanceof Uint8Array && value.length === argument.length,
    });
    chunks.set(index, fetched);
    for (const oldest of chunks.keys()) {
      if (chunks.size <= mostChunks) break;
      chunks.delete(oldest);
    }
    fetched.then(
      (bytes) => {
        // Of a file that has changed since, the old bytes are in an old map.
        if (chunks.has(index)) chunks.set(index, bytes);
      },
      (error: unknown) => {
        if (chunks === this.chunks) this.failed(errorText(error));
      },
    );
    return fetched;
  }
}
