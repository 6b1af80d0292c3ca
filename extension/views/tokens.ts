import type { Subject } from '../../webviews/messages/subject';
import type { TokenRow, TokensContent } from '../../webviews/messages/tokens';
import type { TraceStore } from '../traceStore';

/** What the tab Tokens shows: each token that a pass ended with. */
export function tokensContent(subject: Subject, { times, tokens: count }: TraceStore): TokensContent {
  const tokens = times.passes.flatMap(({ pass, token, split }): TokenRow[] =>
    token === undefined ? [] : [{ ...token, pass, split }],
  );
  return { subject, tokens, dropped: Math.max(0, count - tokens.length) };
}
