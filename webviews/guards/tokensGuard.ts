import { isNumber, isText } from '../../common/guards';
import type { TokenRow, TokensContent } from '../messages/tokens';
import { arrayOf, objectOf, optional } from './combinators';
import { isSubject } from './subjectGuard';
import { isTimeSplit } from './timesGuard';

const isRow = objectOf<TokenRow>({
  position: isNumber,
  id: isNumber,
  text: optional(isText),
  pass: isNumber,
  split: optional(isTimeSplit),
});

export const isTokensContent = objectOf<TokensContent>({
  subject: isSubject,
  tokens: arrayOf(isRow),
  dropped: isNumber,
});
