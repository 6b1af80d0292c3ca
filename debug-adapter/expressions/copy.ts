import type { CopyFormat } from '../../model/trace/session';
import type { Stop } from '../debuggee/stop';
import { copied } from '../values/copied';
import { valueOf } from './evaluate';
import { parseExpression } from './syntax';
import { computed } from './value';

/** The values of an expression as a text. @throws ExpressionError as `evaluate` does, AdapterError when there are too many. */
export async function copyOf(text: string, format: CopyFormat, stop: Stop): Promise<string> {
  const value = await valueOf(parseExpression(text), stop);
  if (value.kind === 'tensor') return copied(value.view, format);
  const numbers = value.kind === 'number' ? [value.value] : value.tokens.map(({ id }) => id);
  const shape = { rows: 1, cols: numbers.length, isVector: true };
  return copied(computed(text, shape, Float64Array.from(numbers)), format);
}
