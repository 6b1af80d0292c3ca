import type { LoggedToken } from '../../model/trace/tokenLog';
import { percent } from '../common/numbers';
import type { PromptToken, TokensContent } from '../messages/tokens';

/** One position of the text. */
export type TokenRow =
  | { readonly origin: 'model register'; readonly position: number }
  | ({ readonly origin: 'prompt'; readonly position: number } & PromptToken)
  | ({ readonly origin: 'generated' } & LoggedToken);

/** All positions: model registers, prompt, and what the run has added. */
export function tokenRows({ modelRegisters, prompt, tokens }: TokensContent): TokenRow[] {
  const registers = Array.from({ length: modelRegisters }, (_, position): TokenRow => ({
    origin: 'model register',
    position,
  }));
  const before = prompt.map((token, index): TokenRow => ({
    origin: 'prompt',
    position: modelRegisters + index,
    ...token,
  }));
  return [...registers, ...before, ...tokens.map((token): TokenRow => ({ origin: 'generated', ...token }))];
}

export const rowKey = ({ position }: TokenRow): string => String(position);

/** `"the"`, or `token 263` when its text is not known. */
const tokenWord = ({ id, text }: PromptToken): string =>
  text === undefined ? `token ${id}` : JSON.stringify(text);

export const rowWord = (row: TokenRow): string =>
  row.origin === 'model register' ? 'model register' : tokenWord(row);

/** What else was likely: `"a" 22.1 %, "the" 10.5 %`; the token itself is left out. */
export function alternatives(row: TokenRow): string {
  if (row.origin !== 'generated') return '';
  return (row.odds?.candidates ?? [])
    .filter(({ id }) => id !== row.id)
    .map((candidate) => `${tokenWord(candidate)} ${percent(candidate.probability)}`)
    .join(', ');
}
