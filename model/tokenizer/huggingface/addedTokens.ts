import type { JsonValue } from '../../json';
import { NameFinder } from '../nameFinder';
import type { Work } from '../work';

/** A token that is matched in a text before anything else. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Only if no letter, digit or underscore is next to it. */
  readonly singleWord: boolean;
  /** With the white space before it. */
  readonly leftStrip: boolean;
  /** With the white space after it. */
  readonly rightStrip: boolean;
  /** Matched in the normalised text. */
  readonly normalised: boolean;
  /** A control token without text for the reader. */
  readonly special: boolean;
}

export function readAddedTokens(json: JsonValue): AddedToken[] {
  if (!json.exists) return [];
  return json.items().map((token) => readAddedToken(token, token.get('id').count()));
}

export function readAddedToken(json: JsonValue, id: number): AddedToken {
  return {
    id,
    content: json.get('content').string(),
    singleWord: json.get('single_word').boolean(false),
    leftStrip: json.get('lstrip').boolean(false),
    rightStrip: json.get('rstrip').boolean(false),
    normalised: json.get('normalized').boolean(true),
    special: json.get('special').boolean(false),
  };
}

/** Text between added tokens, or one of them. */
export type TextOrToken = { readonly text: string; readonly isFirst: boolean } | { readonly id: number };

/** Finds added tokens: the leftmost first, and the longest of those that start there. */
export class AddedTokenSplitter {
  private readonly names: NameFinder<AddedToken>;

  /** @param written the form of a token in the searched text. */
  constructor(tokens: readonly AddedToken[], written: (content: string) => string) {
    this.names = new NameFinder(tokens.map((token) => [written(token.content), token] as const));
  }

  /** @throws WorkError when the comparisons exceed the limit. */
  split(text: string, isFirst: boolean, work: Work): TextOrToken[] {
    const parts: TextOrToken[] = [];
    let done = 0;
    for (let at = 0; at < text.length;) {
      const found = this.names.longestAt(text, at, (steps) => work.spend(steps));
      if (found === undefined) {
        at++;
        continue;
      }
      const { value: token, name } = found;
      let [start, end] = [at, at + name.length];
      at = end;
      if (token.singleWord && (isWord(text.charAt(start - 1)) || isWord(text.charAt(end)))) continue;
      if (token.leftStrip) start = Math.max(done, text.slice(0, start).trimEnd().length);
      if (token.rightStrip) end = text.length - text.slice(end).trimStart().length;
      at = Math.max(at, end);
      if (done < start) parts.push({ text: text.slice(done, start), isFirst: isFirst && done === 0 });
      parts.push({ id: token.id });
      done = end;
    }
    if (done < text.length) parts.push({ text: text.slice(done), isFirst: isFirst && done === 0 });
    return parts;
  }
}

function isWord(character: string): boolean {
  return /[\p{L}\p{M}\p{N}\p{Pc}]/u.test(character);
}
