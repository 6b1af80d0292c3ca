import type { TokenisedText, TokenizerFacts, TokenPage, TokenRow } from '../../model/inspect/tokens';
import type { FoundTokenizer, TokenizerAnswer, TokenizerContent } from '../messages/tokenizer';
import { arrayOf, either, exactly, keyOf, objectOf, optional } from './combinators';
import { isNumber, isText } from '../../common/guards';

const isRow = objectOf<TokenRow>({
  id: isNumber,
  text: isText,
  bytes: isText,
  kind: keyOf({
    normal: true,
    special: true,
    unknown: true,
    byte: true,
    'user defined': true,
    unused: true,
    missing: true,
  }),
  score: optional(isNumber),
});

const isFacts = objectOf<TokenizerFacts>({
  kind: isText,
  vocabSize: isNumber,
  bos: optional(isNumber),
  eos: optional(isNumber),
  chat: optional(isText),
  printsOnly: optional(exactly(true)),
});

/** Whether it is an answer to `tokens`. */
export const isTokenPage = objectOf<TokenPage>({ total: isNumber, start: isNumber, rows: arrayOf(isRow) });

/** Whether it is an answer to `tokenise`. */
export const isTokenisedText = objectOf<TokenisedText>({ tokens: arrayOf(isRow), decoded: isText });

/** Whether it is an answer to `tokenizer`. */
export const isTokenizerAnswer = either(
  objectOf<FoundTokenizer>({ name: isText, from: isText, remark: optional(isText), facts: isFacts }),
  objectOf<Exclude<TokenizerAnswer, FoundTokenizer>>({ missing: isText }),
);

export const isTokenizerContent = objectOf<TokenizerContent>({
  fileName: isText,
  fileBytes: isNumber,
  problem: optional(isText),
  facts: optional(isFacts),
});
