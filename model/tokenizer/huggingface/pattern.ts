import type { JsonValue } from '../../json';
import { PatternError } from '../oniguruma/characterSets';
import { LiteralExpression, OnigurumaExpression, type Expression } from '../oniguruma/expression';
import type { Work } from '../work';

/** `{"String": …}` or `{"Regex": …}`. @throws FormatError when it is invalid or not supported. */
export function patternOf(json: JsonValue): Expression {
  const regex = json.get('Regex');
  if (!regex.exists) return new LiteralExpression(json.get('String').string());
  try {
    return new OnigurumaExpression(regex.string());
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw regex.wrong('a pattern that PS2 ML supports', `it cannot be read (${error.message})`);
  }
}

/** The text with `content` in the place of each match. @throws WorkError when the work exceeds the limit. */
export function replaceAll(text: string, pattern: Expression, content: string, work: Work): string {
  const matches = pattern.matches(text, work);
  work.produce(text.length + matches.length * content.length);
  let result = '';
  let done = 0;
  for (const { start, end } of matches) {
    result += text.slice(done, start) + content;
    done = end;
  }
  return result + text.slice(done);
}
