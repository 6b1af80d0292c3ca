import type { JsonValue } from '../../json';
import { TextAssembler } from '../textAssembler';
import { fromByteLevel } from './byteLevel';
import { Work } from '../work';
import { patternOf, replaceAll } from './pattern';
import { prependScheme } from './preTokeniser';

/** Steps for a token: all tokens of a vocabulary are decoded for the disc. */
const decoderSteps = 10_000;
/** A plain text that is replaced by one of so many characters stays within every limit. */
const plainContent = 16;

/** One step from tokens to text. */
export interface DecoderStep {
  /** The tokens after this step; those of the last step are joined. */
  readonly chain: (tokens: readonly string[]) => string[];
  /** The step's result for one token, which may be the first of a text; bytes end the chain. */
  readonly single: (token: string, isFirst: boolean) => string | Uint8Array;
  /** Whether some tokens may take more work than the limit. */
  readonly mayExceed?: boolean;
}

/** The decoder of a tokenizer.json. @throws FormatError when it is of an unknown kind. */
export function readDecoder(json: JsonValue): DecoderStep[] {
  if (!json.exists) {
    const single = (token: string, isFirst: boolean): string => (isFirst ? token : ` ${token}`);
    return [{ chain: (tokens) => [tokens.join(' ')], single }];
  }
  const type = json.get('type').string();
  switch (type) {
    case 'Sequence':
      return json.get('decoders').items().flatMap(readDecoder);
    case 'ByteLevel':
      return [{ chain: (tokens) => [decodeByteLevel(tokens)], single: fromByteLevel }];
    case 'ByteFallback':
      return [{ chain: decodeByteFallback, single: (token) => fallbackByte(token) ?? token }];
    case 'Fuse':
      return [{ chain: (tokens) => [tokens.join('')], single: (token) => token }];
    case 'Replace': {
      const pattern = patternOf(json.get('pattern'));
      const content = json.get('content').string();
      const replaced = (token: string): string =>
        replaceAll(token, pattern, content, new Work(token.length, decoderSteps));
      const isPlain = !json.get('pattern').get('Regex').exists && content.length <= plainContent;
      return [{ ...eachToken(replaced), mayExceed: !isPlain }];
    }
    case 'Strip':
      return [strip(json)];
    case 'Metaspace': {
      const replacement = json.get('replacement').string();
      const dropped = prependScheme(json) === 'never' ? ' ' : '';
      return [eachToken((token, isFirst) => token.replaceAll(replacement, isFirst ? dropped : ' '))];
    }
    default:
      throw json
        .get('type')
        .wrong(
          'Sequence, ByteLevel, ByteFallback, Fuse, Replace, Strip or Metaspace',
          'unknown decoder; convert the tokenizer from the SentencePiece model instead',
        );
  }
}

function eachToken(change: (token: string, isFirst: boolean) => string): DecoderStep {
  return { chain: (tokens) => tokens.map((token, i) => change(token, i === 0)), single: change };
}

function strip(json: JsonValue): DecoderStep {
  const content = json.get('content').string();
  const start = json.get('start').count(0);
  const stop = json.get('stop').count(0);
  const change = (token: string): string => {
    let [first, last] = [0, token.length];
    while (first < start && token[first] === content) first++;
    while (token.length - last < stop && last > first && token[last - 1] === content) last--;
    return token.slice(first, last);
  };
  // After Fuse the whole text is one token, so a single token is stripped only at the start of the text.
  return {
    chain: (tokens) => tokens.map(change),
    single: (token, isFirst) => (isFirst ? change(token) : token),
  };
}

function decodeByteLevel(tokens: readonly string[]): string {
  const bytes = tokens.flatMap((token) => [...fromByteLevel(token)]);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}

function decodeByteFallback(tokens: readonly string[]): string[] {
  const text = new TextAssembler('whole run');
  const result: string[] = [];
  for (const token of tokens) {
    const byte = fallbackByte(token)?.[0];
    if (byte !== undefined) text.byte(byte);
    else result.push(text.take(), token);
  }
  return [...result, text.take()].filter((token) => token !== '');
}

function fallbackByte(token: string): Uint8Array | undefined {
  const digits = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1];
  return digits === undefined ? undefined : Uint8Array.of(parseInt(digits, 16));
}
