import type { JsonValue } from '../../json';
import { toByteLevel } from './byteLevel';
import { LiteralExpression, OnigurumaExpression, type Expression } from '../oniguruma/expression';
import type { Work } from '../work';
import { patternOf, replaceAll } from './pattern';

/** A piece of the text, and whether it is at the start. */
export interface Segment {
  readonly text: string;
  readonly isFirst: boolean;
}

/** @throws WorkError when the work exceeds the limit. */
export type PreTokeniser = (segment: Segment, work: Work) => Segment[];

/** The split of GPT-2. */
const byteLevelPattern = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** The pre_tokenizer of a tokenizer.json. @throws FormatError when it is of an unknown kind. */
export function readPreTokeniser(json: JsonValue): PreTokeniser {
  if (!json.exists) return (segment) => [segment];
  const type = json.get('type').string();
  switch (type) {
    case 'Sequence': {
      const steps = json.get('pretokenizers').items().map(readPreTokeniser);
      return (segment, work) =>
        steps.reduce((segments, step) => segments.flatMap((each) => step(each, work)), [segment]);
    }
    case 'ByteLevel':
      return byteLevel(json);
    case 'Metaspace':
      return metaspace(json);
    case 'Digits': {
      const single = json.get('individual_digits').boolean(false);
      return splitter(new OnigurumaExpression(single ? '\\p{N}' : '\\p{N}+'), 'Isolated', false);
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

/** Whether a pre_tokenizer of GPT-2's kind puts a space before a text; undefined for other kinds. */
export function byteLevelSpace(json: JsonValue): boolean | undefined {
  if (!json.exists) return undefined;
  const type = json.get('type').string();
  if (type === 'ByteLevel') return json.get('add_prefix_space').boolean(true);
  if (type !== 'Sequence') return undefined;
  const steps = json.get('pretokenizers').items().map(byteLevelSpace);
  return steps.find((space) => space !== undefined);
}

function byteLevel(json: JsonValue): PreTokeniser {
  const addSpace = byteLevelSpace(json) ?? true;
  const split = json.get('use_regex').boolean(true)
    ? splitter(new OnigurumaExpression(byteLevelPattern), 'Isolated', false)
    : (segment: Segment): Segment[] => [segment];
  return ({ text, isFirst }, work) => {
    const spaced = addSpace && !text.startsWith(' ') ? ` ${text}` : text;
    return split({ text: spaced, isFirst }, work).map((part) => ({ ...part, text: toByteLevel(part.text) }));
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
    ? splitter(new LiteralExpression(replacement), 'MergedWithNext', false)
    : (segment: Segment): Segment[] => [segment];
  return ({ text, isFirst }, work) => {
    const replaced = replaceAll(text, new LiteralExpression(' '), replacement, work);
    const prepend =
      (scheme === 'always' || (scheme === 'first' && isFirst)) && !replaced.startsWith(replacement);
    return split({ text: prepend ? replacement + replaced : replaced, isFirst }, work);
  };
}

const behaviours = ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'] as const;
type Behaviour = (typeof behaviours)[number];

function isBehaviour(value: string): value is Behaviour {
  return (behaviours as readonly string[]).includes(value);
}

/** Splits a text at the matches of a pattern, which are dropped, kept, or joined to a neighbour. */
function splitter(pattern: Expression, behaviour: Behaviour, invert: boolean): PreTokeniser {
  return ({ text, isFirst }, work) => {
    const parts: { text: string; isMatch: boolean }[] = [];
    const add = (start: number, end: number, isMatch: boolean): void => {
      if (start < end) parts.push({ text: text.slice(start, end), isMatch: isMatch !== invert });
    };
    let end = 0;
    for (const match of pattern.matches(text, work)) {
      add(end, match.start, false);
      ({ end } = match);
      add(match.start, end, true);
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
