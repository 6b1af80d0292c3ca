import type { JsonValue } from '../../json';
import { toByteLevel } from './byteLevel';
import { patternOf } from './pattern';
import { expressionOf, literalExpression } from './regex';

/** A piece of the text, and whether it is at the start. */
export interface Segment {
  readonly text: string;
  readonly isFirst: boolean;
}

export type PreTokeniser = (segment: Segment) => Segment[];

/** The split of GPT-2. */
const byteLevelPattern = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** The pre_tokenizer of a tokenizer.json. @throws FormatError when it is of an unknown kind. */
export function readPreTokeniser(json: JsonValue): PreTokeniser {
  if (!json.exists) return (segment) => [segment];
  const type = json.get('type').string();
  switch (type) {
    case 'Sequence': {
      const steps = json.get('pretokenizers').items().map(readPreTokeniser);
      return (segment) => steps.reduce((segments, step) => segments.flatMap(step), [segment]);
    }
    case 'ByteLevel':
      return byteLevel(json);
    case 'Metaspace':
      return metaspace(json);
    case 'Digits': {
      const single = json.get('individual_digits').boolean(false);
      return splitter(single ? /\p{N}/gu : /\p{N}+/gu, 'Isolated', false);
    }
    case 'Split': {
      const behaviour = json.get('behavior').string();
      if (!isBehaviour(behaviour)) throw json.get('behavior').wrong(behaviours.join(', '));
      return splitter(patternOf(json.get('pattern')), behaviour, json.get('invert').boolean(false));
    }
    default:
      throw json
        .get('type')
        .wrong(
          'Sequence, ByteLevel, Metaspace, Digits or Split',
          'unknown pre-tokenizer; convert the tokenizer from the SentencePiece model instead',
        );
  }
}

function byteLevel(json: JsonValue): PreTokeniser {
  const addSpace = json.get('add_prefix_space').boolean(true);
  const split = json.get('use_regex').boolean(true)
    ? splitter(expressionOf(byteLevelPattern), 'Isolated', false)
    : (segment: Segment): Segment[] => [segment];
  return ({ text, isFirst }) => {
    const spaced = addSpace && !text.startsWith(' ') ? ` ${text}` : text;
    return split({ text: spaced, isFirst }).map((part) => ({ ...part, text: toByteLevel(part.text) }));
  };
}

/** When a replacement is added before the text: `always`, for the `first` segment, `never`. */
export function prependScheme(json: JsonValue): string {
  const scheme = json.get('prepend_scheme');
  if (!scheme.exists) return json.get('add_prefix_space').boolean(true) ? 'always' : 'never';
  const value = scheme.string();
  if (value !== 'always' && value !== 'first' && value !== 'never') {
    throw scheme.wrong('always, first or never');
  }
  return value;
}

function metaspace(json: JsonValue): PreTokeniser {
  const replacement = json.get('replacement').string();
  const scheme = prependScheme(json);
  const split = json.get('split').boolean(true)
    ? splitter(literalExpression(replacement), 'MergedWithNext', false)
    : (segment: Segment): Segment[] => [segment];
  return ({ text, isFirst }) => {
    const replaced = text.replaceAll(' ', replacement);
    const prepend =
      (scheme === 'always' || (scheme === 'first' && isFirst)) && !replaced.startsWith(replacement);
    return split({ text: prepend ? replacement + replaced : replaced, isFirst });
  };
}

const behaviours = ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'] as const;
type Behaviour = (typeof behaviours)[number];

function isBehaviour(value: string): value is Behaviour {
  return (behaviours as readonly string[]).includes(value);
}

/** Splits a text at the matches of a pattern, which are dropped, kept, or joined to a neighbour. */
function splitter(pattern: RegExp, behaviour: Behaviour, invert: boolean): PreTokeniser {
  return ({ text, isFirst }) => {
    const parts: { text: string; isMatch: boolean }[] = [];
    const add = (start: number, end: number, isMatch: boolean): void => {
      if (start < end) parts.push({ text: text.slice(start, end), isMatch: isMatch !== invert });
    };
    let end = 0;
    for (const match of text.matchAll(pattern)) {
      add(end, match.index, false);
      end = match.index + match[0].length;
      add(match.index, end, true);
    }
    add(end, text.length, false);
    let first = isFirst;
    return joined(parts, behaviour).map((part) => {
      const segment = { text: part, isFirst: first };
      first = false;
      return segment;
    });
  };
}

function joined(parts: readonly { text: string; isMatch: boolean }[], behaviour: Behaviour): string[] {
  if (behaviour === 'Removed') return parts.filter(({ isMatch }) => !isMatch).map(({ text }) => text);
  if (behaviour === 'Isolated') return parts.map(({ text }) => text);
  const result: string[] = [];
  let open = false;
  parts.forEach(({ text, isMatch }, i) => {
    const previousIsMatch = parts[i - 1]?.isMatch;
    const append =
      behaviour === 'MergedWithPrevious'
        ? isMatch && previousIsMatch === false
        : behaviour === 'MergedWithNext'
          ? open && !isMatch
          : isMatch === previousIsMatch;
    if (append) result.push((result.pop() ?? '') + text);
    else result.push(text);
    open = isMatch;
  });
  return result;
}
