import type { JsonValue } from '../../json';
import { expressionOf, literalExpression } from './regex';

/** `{"String": …}` or `{"Regex": …}` as an expression with the flags g and u. @throws FormatError */
export function patternOf(json: JsonValue): RegExp {
  const regex = json.get('Regex');
  if (!regex.exists) return literalExpression(json.get('String').string());
  try {
    return expressionOf(regex.string());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw regex.wrong('an expression that JavaScript understands', `it cannot be read (${error.message})`);
  }
}
