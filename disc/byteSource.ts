import { asError } from '../common/asError';

/**
 * Bytes that are read by range: a file on a disc, a `.psnt`, an image. Readers need not know whether they are in
 * memory, in a file or behind an editor's file system.
 */
export interface ByteSource {
  /** Length in bytes. */
  readonly size: number;
  /**
   * The bytes `offset` … `offset + length - 1`, exactly `length` of them. The caller must not change the array:
   * it may be a view of the source itself.
   * @throws RangeError when the range is not inside the source.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** @throws Error when the bytes have changed since the source was opened, as far as its keeper can tell. */
  checkUnchanged?(): Promise<void>;
}

/** @throws RangeError when `offset` … `offset + length - 1` is not inside a source of `size` bytes. */
export function checkRange(offset: number, length: number, size: number): void {
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length);
  if (!whole || offset < 0 || length < 0 || offset + length > size) {
    throw new RangeError(
      `Cannot read ${length} bytes at offset ${offset}: the data has only ${size} bytes. It is truncated or the wrong file.`,
    );
  }
}

/** Bytes that are in memory already. */
export class MemorySource implements ByteSource {
  constructor(private readonly bytes: Uint8Array) {}

  get size(): number {
    return this.bytes.length;
  }

  /** A view, not a copy. */
  read(offset: number, length: number): Promise<Uint8Array> {
    try {
      checkRange(offset, length, this.size);
    } catch (error) {
      return Promise.reject(asError(error));
    }
    return Promise.resolve(this.bytes.subarray(offset, offset + length));
  }
}

/** A range of another source as a source, for example one file of an image. */
export class SliceSource implements ByteSource {
  /** @throws RangeError when the range is not inside `whole`. */
  constructor(
    private readonly whole: ByteSource,
    private readonly start: number,
    readonly size: number,
  ) {
    checkRange(start, size, whole.size);
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(offset, length, this.size);
    return this.whole.read(this.start + offset, length);
  }

  async checkUnchanged(): Promise<void> {
    await this.whole.checkUnchanged?.();
  }
}
