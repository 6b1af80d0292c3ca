/** An invalid filter. The message is a sentence; the range is the faulty text. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message);
  }
}

export type Operator = ':' | '=' | '>' | '>=' | '<' | '<=';

/** One condition as written. */
export interface Term {
  readonly negated: boolean;
  /** Absent for a bare word, which is searched in the name. */
  readonly key?: string;
  readonly operator?: Operator;
  /** Alternatives; one must match. */
  readonly values: readonly string[];
  /** Its position in the text. */
  readonly start: number;
  readonly end: number;
}

const pattern = /(-?)(?:([A-Za-z]+)(>=|<=|[:=<>]))?((?:"[^"]*"|[^\s",])*(?:,(?:"[^"]*"|[^\s",])*)*)/y;

/** Splits a filter at spaces outside quotation marks. @throws FilterError when it is malformed. */
export function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const end = at + (match?.[0].length ?? 0);
    if (match === null || end === at || (end < text.length && !/\s/.test(text.charAt(end)))) {
      throw new FilterError('Missing closing quotation mark. Example: name:"two words".', at, text.length);
    }
    const [whole, minus, key, operator, rest = ''] = match;
    const values = rest.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((value) => value.replaceAll('"', ''));
    if (values.some((value) => value === '')) {
      const after = key === undefined ? 'the minus sign' : `${key}${operator ?? ''}`;
      throw new FilterError(`Missing value after ${after}.`, at, end);
    }
    terms.push({
      negated: minus === '-',
      ...(key !== undefined && { key: key.toLowerCase(), operator: operator as Operator }),
      values,
      start: at,
      end: at + whole.length,
    });
    at = end;
  }
  return terms;
}
