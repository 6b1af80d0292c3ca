import { FormatError } from './formatError';
import { viewOf } from '../common/littleEndian';

/** Little-endian numbers of a file that anybody may have written: nothing is read beyond its end. */
export class BinaryReader {
  private readonly view: DataView;

  /**
   * @param label what to call the file in messages
   * @param advice what to do when something in it is wrong
   */
  constructor(
    readonly bytes: Uint8Array,
    private readonly label: string,
    private readonly advice: string,
  ) {
    this.view = viewOf(bytes);
  }

  get length(): number {
    return this.bytes.length;
  }

  u16(at: number): number {
    return this.view.getUint16(this.checked(at, 2), true);
  }

  u32(at: number): number {
    return this.view.getUint32(this.checked(at, 4), true);
  }

  f32(at: number): number {
    return this.view.getFloat32(this.checked(at, 4), true);
  }

  raw(at: number, count: number): Uint8Array {
    return this.bytes.subarray(this.checked(at, count), at + count);
  }

  /** What stands at an offset is not what it should be. */
  wrong(field: string, offset: number, found: string, expected: string): FormatError {
    const { label, advice } = this;
    return new FormatError({ label, field, offset, found, expected, advice });
  }

  private checked(at: number, count: number): number {
    if (at < 0 || at + count > this.length)
      throw this.wrong('a field', at, `${count} bytes long`, `inside the ${this.length} bytes of the file`);
    return at;
  }
}
