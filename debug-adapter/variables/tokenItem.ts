import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { formatFloat } from '../values/format';
import type { RankedToken } from '../../model/trace/odds';
import { formatToken } from '../values/tokens';
import type { Item } from './item';

/** A list of token ids, each with its text, numbered in order. */
export function tokenListItem(
  name: string,
  tokens: readonly number[],
  tokenizer: Tokenizer | undefined,
): Item {
  const text = tokenizer ? ` ${JSON.stringify(tokenizer.decode(tokens))}` : '';
  return {
    name,
    value: `${tokens.length} tokens${text}`,
    type: `token[${tokens.length}]`,
    children: {
      kind: 'indexed',
      count: tokens.length,
      page: (start, count) =>
        Promise.resolve(
          tokens.slice(start, start + count).map((id, i) => ({
            name: `[${start + i}]`,
            value: formatToken(tokenizer, id),
            type: 'token',
          })),
        ),
    },
  };
}

/** A candidate for the next token: `403 "Once"` with its logit and probability. */
export function rankedTokenItem(token: RankedToken, tokenizer: Tokenizer | undefined): Item {
  return {
    name: formatToken(tokenizer, token.id),
    value: `${formatFloat(token.logit)} (${(token.probability * 100).toFixed(1)} %)`,
    type: 'logit',
  };
}

/** The largest values of a row. @param tokenizer has a token for each value. */
export function rankingItem(
  name: string,
  tokens: readonly RankedToken[],
  tokenizer: Tokenizer | undefined,
): Item {
  const items = tokens.map((token) => rankedTokenItem(token, tokenizer));
  return {
    name,
    value: items.map((item) => item.name).join(', '),
    type: `token[${items.length}]`,
    children: {
      kind: 'indexed',
      count: items.length,
      page: (start, n) => Promise.resolve(items.slice(start, start + n)),
    },
  };
}
