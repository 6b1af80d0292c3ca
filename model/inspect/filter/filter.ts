import { FilterError, termsOf, type Operator, type Term } from './tokens';
import { lookUp } from '../../../common/lookUp';

/** The properties of a matrix in a filter. */
export interface Filterable {
  readonly name: string;
  readonly role: string;
  readonly type: string;
  readonly layer?: number | undefined;
  readonly rows: number;
  readonly cols: number;
  readonly offset: number;
  readonly bytes: number;
  /** Share of the file, 0 … 1. */
  readonly share: number;
  /** First sector on the disc image, if known. */
  readonly lba?: number | undefined;
}

type Predicate = (matrix: Filterable) => boolean;

const texts: Readonly<Record<string, (matrix: Filterable) => string>> = {
  name: ({ name }) => name,
  role: ({ role }) => role,
  type: ({ type }) => type,
};
const numbers: Readonly<Record<string, (matrix: Filterable) => number | undefined>> = {
  layer: ({ layer }) => layer,
  rows: ({ rows }) => rows,
  cols: ({ cols }) => cols,
  values: ({ rows, cols }) => rows * cols,
  offset: ({ offset }) => offset,
  size: ({ bytes }) => bytes,
  share: ({ share }) => share,
  lba: ({ lba }) => lba,
};
const keys = [...Object.keys(texts), ...Object.keys(numbers)];

/**
 * Parses a filter such as `layer:3 role:ffn type:q8 size>100k`: all conditions must hold. Text matches in upper or
 * lower case (`role:` and `type:` from the start of a word), numbers are compared or given as ranges (`layer:2..5`);
 * a comma separates alternatives, a minus sign negates, a bare word is searched in the name.
 * @throws FilterError when the filter is invalid.
 */
export function parseFilter(text: string): Predicate {
  const conditions = termsOf(text).map(conditionOf);
  return (matrix) => conditions.every((condition) => condition(matrix));
}

function conditionOf(term: Term): Predicate {
  const tests = term.values.map((value) => testOf(term, value));
  return (matrix) => tests.some((test) => test(matrix)) !== term.negated;
}

function testOf(term: Term, value: string): Predicate {
  const { key = 'name', operator = ':' } = term;
  const textOf = lookUp(texts, key);
  if (textOf !== undefined) return textTest(term, key, operator, value, textOf);
  const numberOf = lookUp(numbers, key);
  if (numberOf === undefined) {
    const near = keys.find((known) => known.startsWith(key.slice(0, 3)) || key.startsWith(known));
    const guess = near === undefined ? '' : ` Did you mean ${near}?`;
    throw new FilterError(
      `Unknown filter "${key}". Filters: ${keys.join(', ')}.${guess}`,
      term.start,
      term.end,
    );
  }
  return numberTest(term, key, operator, value, numberOf);
}

function textTest(
  term: Term,
  key: string,
  operator: Operator,
  value: string,
  textOf: (matrix: Filterable) => string,
): Predicate {
  const wanted = value.toLowerCase();
  if (operator === '=') return (matrix) => textOf(matrix).toLowerCase() === wanted;
  if (operator !== ':') {
    throw new FilterError(
      `${key} is text: use ${key}:${value} (contains) or ${key}=${value} (equals).`,
      term.start,
      term.end,
    );
  }
  if (key === 'name') return (matrix) => matrix.name.toLowerCase().includes(wanted);
  return (matrix) => ` ${textOf(matrix).toLowerCase()}`.includes(` ${wanted}`);
}

function numberTest(
  term: Term,
  key: string,
  operator: Operator,
  value: string,
  numberOf: (matrix: Filterable) => number | undefined,
): Predicate {
  const [low, high, ...more] = value.split('..').map((part) => numberIn(part));
  if (low === undefined || more.length > 0 || (value.includes('..') && high === undefined)) {
    throw new FilterError(
      `${value} is not a number for ${key}: use ${key}${operator}3, ${key}:2..5, or a size such as 100k, 1.5M or 5%.`,
      term.start,
      term.end,
    );
  }
  if (high !== undefined && operator !== ':' && operator !== '=') {
    throw new FilterError(`Write ranges with a colon: ${key}:${value}.`, term.start, term.end);
  }
  return (matrix) => {
    const found = numberOf(matrix);
    return found !== undefined && holds(found, operator, low, high ?? low);
  };
}

function holds(found: number, operator: Operator, low: number, high: number): boolean {
  switch (operator) {
    case ':':
    case '=':
      return found >= low && found <= high;
    case '>':
      return found > low;
    case '>=':
      return found >= low;
    case '<':
      return found < low;
    case '<=':
      return found <= low;
  }
}

const units: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, '%': 0.01 };

/** `3`, `0x1F00`, `100k`, `1.5MiB`, `5%`: units of bytes are powers of 1,024, as everywhere in the inspector. */
function numberIn(text: string): number | undefined {
  if (/^0x[0-9a-f]+$/i.test(text)) return Number(text);
  const match = /^(\d+(?:\.\d+)?)(k|m|g|%)?(?:i?b)?$/i.exec(text);
  const unit = lookUp(units, match?.[2]?.toLowerCase() ?? '');
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}
