import { findTokens, tokenise } from '../../model/inspect/tokens';
import type { FileTokenizer } from '../../model/tokenizer/openTokenizer';
import { RequestArgument } from '../webview/requestArguments';
import type { RequestHandlers } from '../webview/requestServer';

/** Most tokens that a page is given at once. */
const mostTokens = 2000;
/** Longest text that is tokenised as it is typed. */
const mostCharacters = 100_000;

/** Answers what a page asks about a tokenizer. */
export function tokenizerRequests(tokenizerOf: () => Promise<FileTokenizer>): RequestHandlers {
  return {
    tokens: async (argument) => {
      const values = new RequestArgument(argument);
      const count = Math.min(mostTokens, values.count('count'));
      return findTokens(await tokenizerOf(), values.text('query'), values.count('start'), count);
    },
    tokenise: async (argument) => {
      const text = new RequestArgument(argument).text('text');
      if (text.length > mostCharacters) {
        throw new Error(
          `The text has ${text.length} characters, at most ${mostCharacters} are tokenised as you type: shorten it.`,
        );
      }
      return tokenise(await tokenizerOf(), text);
    },
  };
}
