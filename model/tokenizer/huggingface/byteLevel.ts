/** The character for each byte in byte-level vocabularies (GPT-2). */
export const byteCharacters: readonly string[] = (() => {
  const isPrintable = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let others = 0;
  // Non-printable bytes map to the characters from U+0100 on.
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCodePoint(isPrintable(byte) ? byte : 0x100 + others++),
  );
})();

const bytesByCharacter = new Map(byteCharacters.map((character, byte) => [character, byte]));

/** Each byte of the text in UTF-8 as its character. */
export function toByteLevel(text: string): string {
  let result = '';
  for (const byte of new TextEncoder().encode(text)) result += byteCharacters[byte] ?? '';
  return result;
}

/** The bytes of a token; its UTF-8 bytes if not all of it is byte characters. */
export function fromByteLevel(token: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of token) {
    const byte = bytesByCharacter.get(character);
    if (byte === undefined) return new TextEncoder().encode(token);
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
