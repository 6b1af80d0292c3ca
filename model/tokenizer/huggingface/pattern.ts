import type { JsonValue } from '../../json';
import { expressionOf, literalExpression } from './regex';

/**
 * `{"String": …}` or `{"Regex": …}` as an expression with the flags g and u.
 * @throws FormatError when it is invalid.
 */
export function patternOf(json: JsonValue): RegExp {
  const regex = json.get('Regex');
  if (!regex.exists) return literalExpression(json.get('String').string());
  try {
    return expressionOf(regex.string());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw regex.wrong('an expression that JavaScript supports', `it cannot be read (${error.message})`);
  }
}
