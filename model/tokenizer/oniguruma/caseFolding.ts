/**
 * Case folding of single characters, from the case mappings of JavaScript: lower, upper and lower case again is
 * Unicode's full folding, but for the dotless i, which has no other form outside Turkic languages.
 */
export function folded(character: string): string {
  if (character === 'ı') return character;
  return character.toLowerCase().toUpperCase().toLowerCase();
}

interface Folding {
  /** For a character with other forms all of them, itself included. */
  readonly forms: ReadonlyMap<number, readonly number[]>;
  /** Characters that are equal to several: ß is ss. */
  readonly multiple: readonly { readonly code: number; readonly text: string }[];
}

/** No character beyond this one has case. */
const lastCased = 0x1e943;
let folding: Folding | undefined;

/** All characters with case, found once. */
export function caseFolding(): Folding {
  folding ??= readFolding();
  return folding;
}

function readFolding(): Folding {
  const byFolded = new Map<string, number[]>();
  const multiple: { code: number; text: string }[] = [];
  for (let code = 0; code <= lastCased; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const character = String.fromCodePoint(code);
    if (character.toLowerCase() === character && character.toUpperCase() === character) continue;
    const text = folded(character);
    if (text.length > String.fromCodePoint(text.codePointAt(0) ?? 0).length) multiple.push({ code, text });
    const same = byFolded.get(text);
    if (same === undefined) byFolded.set(text, [code]);
    else same.push(code);
  }
  const forms = new Map<number, readonly number[]>();
  for (const same of byFolded.values()) {
    if (same.length > 1) for (const code of same) forms.set(code, same);
  }
  return { forms, multiple };
}
