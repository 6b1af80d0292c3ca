const visible: Readonly<Record<string, string>> = { ' ': '␣', '\n': '⏎', '\t': '⇥', '\r': '\\r' };

/** A token's text with what cannot be seen made visible. */
export function tokenText(text: string): string {
  return Array.from(text, (character) => visible[character] ?? escaped(character)).join('');
}

/** Control characters, and those that turn the direction of the text around them, by their number. */
function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const isHidden =
    code < 0x20 ||
    (code >= 0x7f && code < 0xa0) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069);
  return isHidden ? `\\u{${code.toString(16).toUpperCase()}}` : character;
}
