import type { ByteSource } from '../../../disc/byteSource';
import { viewOf } from '../../../common/littleEndian';
import { FormatError } from '../../formatError';

const windowBytes = 1 << 16;
/** Bytes of one value, and of all that is read: more than the header of any model with its tokenizer. */
const mostValueBytes = 16 << 20;
const mostReadBytes = 256 << 20;

/** Reads a file from its start in small pieces. */
export class Cursor {
  offset = 0;
  private window: Uint8Array = new Uint8Array();
  private windowStart = 0;
  private readBytes = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly label: string,
    private readonly advice: string,
  ) {}

  /** Bytes that are left. */
  get left(): number {
    return this.source.size - this.offset;
  }

  async u8(): Promise<number> {
    return (await this.view(1)).getUint8(0);
  }

  async u32(): Promise<number> {
    return (await this.view(4)).getUint32(0, true);
  }

  /** As a number; exact up to 2⁵³. */
  async u64(): Promise<number> {
    return Number((await this.view(8)).getBigUint64(0, true));
  }

  async view(length: number): Promise<DataView> {
    return viewOf(await this.bytes(length));
  }

  /** A length, then that many bytes of UTF-8. */
  async string(): Promise<string> {
    const length = await this.u64();
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await this.bytes(length));
  }

  skip(length: number): void {
    if (length > this.left) throw this.cutShort(length);
    this.offset += length;
  }

  fail(field: string, found: string, expected: string, offset = this.offset): FormatError {
    return new FormatError({ label: this.label, field, offset, found, expected, advice: this.advice });
  }

  private async bytes(length: number): Promise<Uint8Array> {
    if (length > this.left) throw this.cutShort(length);
    this.readBytes += length;
    if (length > mostValueBytes)
      throw this.fail('a value', `${length} bytes`, `at most ${mostValueBytes} bytes`);
    if (this.readBytes > mostReadBytes)
      throw this.fail('the header', `more than ${mostReadBytes} bytes`, 'fewer');
    const end = this.offset + length;
    if (this.offset < this.windowStart || end > this.windowStart + this.window.length) {
      this.windowStart = this.offset;
      this.window = await this.source.read(
        this.offset,
        Math.min(this.source.size - this.offset, Math.max(length, windowBytes)),
      );
    }
    const from = this.offset - this.windowStart;
    this.offset = end;
    return this.window.subarray(from, from + length);
  }

  private cutShort(length: number): FormatError {
    return this.fail('the header', `truncated: ${length} bytes expected`, `at most ${this.left} bytes`);
  }
}
