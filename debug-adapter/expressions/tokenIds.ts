import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { tokenText } from '../values/tokens';
import { ExpressionError } from './error';

const known = new WeakMap<Tokenizer, ReadonlyMap<string, number>>();

/**
 * The id of the token that has this text; the last if several have, since vocabularies begin with single bytes.
 * @throws ExpressionError when there is none.
 */
export function tokenOfText(text: string, tokenizer: Tokenizer | undefined): number {
  const written = JSON.stringify(text);
  if (!tokenizer) {
    throw new ExpressionError(
      `${written} is a token by its text, and this session has no tokenizer. Write its id.`,
    );
  }
  const ids = idsOf(tokenizer);
  const id = ids.get(text);
  if (id !== undefined) return id;
  const near = [` ${text}`, text.trim(), text.toLowerCase(), ` ${text.trim().toLowerCase()}`].find((other) =>
    ids.has(other),
  );
  const pieces = tokenizer.encode(text).map((each) => JSON.stringify(tokenText(tokenizer, each) ?? each));
  const hint =
    near === undefined
      ? `It is written as ${pieces.slice(0, 8).join(', ')}${pieces.length > 8 ? ' …' : ''}.`
      : `Did you mean ${JSON.stringify(near)}?`;
  throw new ExpressionError(`No token has the text ${written}. ${hint}`);
}

function idsOf(tokenizer: Tokenizer): ReadonlyMap<string, number> {
  const found = known.get(tokenizer);
  if (found) return found;
  const ids = new Map<string, number>();
  for (let id = 0; id < tokenizer.vocabSize; id++) {
    const text = tokenText(tokenizer, id);
    if (text !== undefined) ids.set(text, id);
  }
  known.set(tokenizer, ids);
  return ids;
}
