import type { JsonValue } from '../../json';

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
  private readonly byFirst = new Map<string, { text: string; token: AddedToken }[]>();

  /** @param written the form of a token in the searched text. */
  constructor(tokens: readonly AddedToken[], written: (content: string) => string) {
    for (const token of tokens) {
      const text = written(token.content);
      if (text === '') continue;
      const first = text.charAt(0);
      const same = this.byFirst.get(first) ?? [];
      same.push({ text, token });
      same.sort((a, b) => b.text.length - a.text.length);
      this.byFirst.set(first, same);
    }
  }

  split(text: string, isFirst: boolean): TextOrToken[] {
    const parts: TextOrToken[] = [];
    let done = 0;
    for (let at = 0; at < text.length;) {
      const found = this.byFirst
        .get(text.charAt(at))
        ?.find((candidate) => text.startsWith(candidate.text, at));
      if (found === undefined) {
        at++;
        continue;
      }
      const { token } = found;
      let [start, end] = [at, at + found.text.length];
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
