import type { TokenisedText, TokenPage, TokenRow } from '../../model/inspect/tokens';
import type { TokenizerAnswer, TokenizerContent } from '../messages/tokenizer';

type Fields = Partial<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isOptional = (value: unknown, type: string): boolean => value === undefined || typeof value === type;

function isRow(value: unknown): value is TokenRow {
  if (!isObject(value)) return false;
  const { id, text, bytes, kind, score } = value;
  return (
    typeof id === 'number' &&
    [text, bytes, kind].every((part) => typeof part === 'string') &&
    isOptional(score, 'number')
  );
}

const isRows = (value: unknown): boolean => Array.isArray(value) && value.every(isRow);

function isFacts(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { kind, vocabSize, bos, eos, chat, printsOnly } = value;
  const ids = [bos, eos].every((id) => isOptional(id, 'number'));
  const others = isOptional(chat, 'string') && isOptional(printsOnly, 'boolean');
  return typeof kind === 'string' && typeof vocabSize === 'number' && ids && others;
}

export function isTokenPage(value: unknown): value is TokenPage {
  return (
    isObject(value) &&
    typeof value['total'] === 'number' &&
    typeof value['start'] === 'number' &&
    isRows(value['rows'])
  );
}

export function isTokenisedText(value: unknown): value is TokenisedText {
  return isObject(value) && isRows(value['tokens']) && typeof value['decoded'] === 'string';
}

export function isTokenizerAnswer(value: unknown): value is TokenizerAnswer {
  if (!isObject(value)) return false;
  const { missing, name, from, remark, facts } = value;
  const isNamed = typeof name === 'string' && typeof from === 'string' && isOptional(remark, 'string');
  return typeof missing === 'string' || (isNamed && isFacts(facts));
}

export function isTokenizerContent(value: unknown): value is TokenizerContent {
  return (
    isObject(value) &&
    typeof value['fileName'] === 'string' &&
    typeof value['fileBytes'] === 'number' &&
    isOptional(value['problem'], 'string') &&
    (value['facts'] === undefined || isFacts(value['facts']))
  );
}
