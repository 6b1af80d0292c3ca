import type { CharsMap } from './charsMap';

/** The character for a space in pieces: U+2581. */
export const spaceSymbol = '\u2581';

export interface NormaliserSettings {
  readonly charsMap?: CharsMap;
  /** A space before the text (after it, with `whitespaceAsSuffix`). */
  readonly addDummyPrefix: boolean;
  /** Removes spaces at both ends and collapses repeated ones. */
  readonly removeExtraWhitespaces: boolean;
  /** Spaces become U+2581. */
  readonly escapeWhitespaces: boolean;
  readonly whitespaceAsSuffix: boolean;
  /** Pieces that are matched before anything else and are not normalised. */
  readonly userDefined: PrefixMatcher;
}

/** Finds the longest of several texts at a position. */
export class PrefixMatcher {
  private readonly texts: readonly string[];

  constructor(texts: Iterable<string>) {
    this.texts = [...texts].filter((text) => text !== '').sort((a, b) => b.length - a.length);
  }

  longest(text: string, start: number): string | undefined {
    return this.texts.find((candidate) => text.startsWith(candidate, start));
  }
}

/** Normalises a text before it is split into pieces, as SentencePiece does. */
export function normalise(text: string, settings: NormaliserSettings): string {
  const { addDummyPrefix, removeExtraWhitespaces, whitespaceAsSuffix } = settings;
  const parts = replacedParts(text, settings);
  const space = settings.escapeWhitespaces ? spaceSymbol : ' ';
  let first = 0;
  if (removeExtraWhitespaces) while (parts[first] === ' ') first++;
  if (first === parts.length) return '';
  let result = addDummyPrefix && !whitespaceAsSuffix ? space : '';
  let afterSpace = removeExtraWhitespaces;
  for (let i = first; i < parts.length; i++) {
    let part = parts[i] ?? '';
    if (afterSpace) part = part.replace(/^ +/, '');
    if (part !== '') {
      result += part.replaceAll(' ', space);
      afterSpace = part.endsWith(' ');
    }
    if (!removeExtraWhitespaces) afterSpace = false;
  }
  if (removeExtraWhitespaces) while (result.endsWith(space)) result = result.slice(0, -space.length);
  return addDummyPrefix && whitespaceAsSuffix ? result + space : result;
}

/** The text in parts: matches of rules, replaced, and single characters without a rule. */
function replacedParts(text: string, { charsMap, userDefined }: NormaliserSettings): string[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  // Lone surrogates become U+FFFD here, as they have no UTF-8.
  const bytes = new TextEncoder().encode(text);
  const whole = decoder.decode(bytes);
  const parts: string[] = [];
  for (let at = 0, byte = 0; at < whole.length;) {
    const own = userDefined.longest(whole, at);
    const rule = own === undefined ? charsMap?.longest(bytes, byte) : undefined;
    if (rule === undefined) {
      const part = own ?? String.fromCodePoint(whole.codePointAt(at) ?? 0);
      parts.push(part);
      at += part.length;
      byte += utf8Length(part);
    } else {
      parts.push(decoder.decode(rule.replacement));
      const end = byte + rule.length;
      while (byte < end && at < whole.length) {
        const character = String.fromCodePoint(whole.codePointAt(at) ?? 0);
        at += character.length;
        byte += utf8Length(character);
      }
    }
  }
  return parts;
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
