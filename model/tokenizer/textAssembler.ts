/**
 * Joins decoded tokens. Consecutive bytes are UTF-8; invalid ones become U+FFFD for each invalid byte (`one by one`,
 * as SentencePiece does) or for each byte of the whole run (`whole run`, as Hugging Face's ByteFallback does).
 */
export class TextAssembler {
  private result = '';
  private bytes: number[] = [];

  constructor(private readonly invalid: 'one by one' | 'whole run') {}

  get isEmpty(): boolean {
    return this.result === '' && this.bytes.length === 0;
  }

  text(text: string): void {
    this.flush();
    this.result += text;
  }

  byte(byte: number): void {
    this.bytes.push(byte);
  }

  /** Returns the text so far and starts a new one. */
  take(): string {
    this.flush();
    const text = this.result;
    this.result = '';
    return text;
  }

  private flush(): void {
    const bytes = Uint8Array.from(this.bytes);
    this.bytes = [];
    if (this.invalid === 'whole run') {
      this.result += decodeStrictly(bytes) ?? '\uFFFD'.repeat(bytes.length);
      return;
    }
    for (let at = 0; at < bytes.length;) {
      const lead = bytes[at] ?? 0;
      const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      const character = decodeStrictly(bytes.subarray(at, at + length));
      this.result += character ?? '\uFFFD';
      at += character === undefined ? 1 : length;
    }
  }
}

/** undefined if the bytes are not UTF-8. */
function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
