import { findTokens, type Vocabulary } from '../../model/inspect/tokens';
import { PrintedTokens } from '../../model/plan/tokensFile';
import type { PageWork } from '../../model/tokenizer/worker/textTask';
import { RequestArgument } from '../webview/requestArguments';
import type { RequestHandlers } from '../webview/requestServer';

/** Most tokens that a page is given at once. */
const mostTokens = 2000;
/** Longest text that is tokenised as it is typed. */
const mostCharacters = 100_000;

/** Answers what a page asks about a tokenizer. */
export function tokenizerRequests(
  tokenizerOf: () => Vocabulary | Promise<Vocabulary>,
  work: PageWork,
): RequestHandlers {
  return {
    tokens: async (argument, { signal }) => {
      const values = new RequestArgument(argument);
      const count = Math.min(mostTokens, values.count('count'));
      const [query, start] = [values.text('query'), values.count('start')];
      const tokenizer = await tokenizerOf();
      if (tokenizer instanceof PrintedTokens) return findTokens(tokenizer, query, start, count);
      return work.find(tokenizer, { query, start, count }, signal);
    },
    tokenise: async (argument, { signal }) => {
      const text = new RequestArgument(argument).text('text');
      if (text.length > mostCharacters) {
        throw new Error(
          `The text has ${text.length} characters; the limit is ${mostCharacters}. Shorten it.`,
        );
      }
      const tokenizer = await tokenizerOf();
      if (tokenizer instanceof PrintedTokens)
        throw new Error(
          'Only the text of each token is known. Choose the tokenizer to split text into tokens.',
        );
      return work.tokenise(tokenizer, text, signal);
    },
  };
}
