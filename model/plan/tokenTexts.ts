import { FormatError } from '../formatError';

const headerBytes = 64;
const magic = 'PS2MTOKS';

/** The texts of TOKENS.BIN (docs/plan.md), read back. */
export class TokenTexts {
  private constructor(
    private readonly view: DataView,
    /** How many ids there are. */
    readonly count: number,
    private readonly textStart: number,
  ) {}

  /** @param label what to call it in messages @throws FormatError */
  static read(bytes: Uint8Array, label: string): TokenTexts {
    const wrong = (field: string, offset: number, found: string, expected: string): FormatError =>
      new FormatError({ label, field, offset, found, expected, advice: 'build the image again' });
    if (bytes.length < headerBytes)
      throw wrong('the file', 0, `${bytes.length} bytes long`, `at least ${headerBytes}`);
    const found = String.fromCharCode(...bytes.subarray(0, magic.length));
    if (found !== magic) throw wrong('the magic', 0, JSON.stringify(found), magic);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = view.getUint32(24, true);
    if (headerBytes + (count + 1) * 4 > bytes.length) {
      throw wrong(
        'the number of ids',
        24,
        String(count),
        `at most ${Math.floor((bytes.length - headerBytes) / 4) - 1}`,
      );
    }
    return new TokenTexts(view, count, view.getUint32(36, true));
  }

  /** What an id says by itself; undefined for an id that there is none of. */
  textOf(id: number): string | undefined {
    if (!Number.isInteger(id) || id < 0 || id >= this.count) return undefined;
    const at = (index: number): number => this.textStart + this.view.getUint32(headerBytes + index * 4, true);
    const [start, end] = [at(id), at(id + 1)];
    if (start > end || end > this.view.byteLength) return undefined;
    const { buffer, byteOffset } = this.view;
    return new TextDecoder().decode(new Uint8Array(buffer, byteOffset + start, end - start));
  }
}
