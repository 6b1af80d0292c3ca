/**
 * Puts decoded tokens together. Bytes that follow each other are UTF-8; where they are none, U+FFFD stands for each
 * single byte at fault (`one by one`, as SentencePiece does) or for each byte of the whole run (`whole run`, as
 * Hugging Face's ByteFallback does).
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

  /** The text so far; the next begins anew. */
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

/** undefined when the bytes are no UTF-8. */
function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
