/** Decodes UTF-8 that comes in pieces, which may end within a character, and can be continued twice from one place. */
export class Utf8Stream {
  private readonly decoder = new TextDecoder();
  /** The bytes of a character that has begun. */
  private begun: readonly number[] = [];

  next(bytes: Uint8Array): string {
    if (bytes.length === 0) return '';
    this.begun = openCharacter([...this.begun, ...bytes.subarray(-3)]);
    return this.decoder.decode(bytes, { stream: true });
  }

  /** A copy in the same state. */
  fork(): Utf8Stream {
    const copy = new Utf8Stream();
    copy.next(Uint8Array.from(this.begun));
    return copy;
  }
}

/** The bytes at the end that begin a character and do not end it. */
function openCharacter(bytes: readonly number[]): readonly number[] {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes.at(-length) ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length < needed ? bytes.slice(-length) : [];
  }
  return [];
}
