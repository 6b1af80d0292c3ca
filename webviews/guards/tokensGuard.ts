import { isBoolean, isNumber, isText } from '../../common/guards';
import type { TokenCandidate } from '../../model/trace/events';
import type { LoggedToken } from '../../model/trace/tokenLog';
import type { PromptToken, TokensContent } from '../messages/tokens';
import { arrayOf, objectOf, optional } from './combinators';
import { isSubject } from './subjectGuard';
import { isTimeSplit } from './timesGuard';

const isOdds = objectOf<NonNullable<LoggedToken['odds']>>({
  probability: isNumber,
  candidates: arrayOf(
    objectOf<TokenCandidate>({ id: isNumber, probability: isNumber, text: optional(isText) }),
  ),
});

const isToken = objectOf<LoggedToken>({
  pass: isNumber,
  position: isNumber,
  id: isNumber,
  text: optional(isText),
  split: optional(isTimeSplit),
  odds: optional(isOdds),
});

export const isTokensContent = objectOf<TokensContent>({
  subject: isSubject,
  modelRegisters: isNumber,
  prompt: arrayOf(objectOf<PromptToken>({ id: isNumber, text: optional(isText) })),
  tokens: arrayOf(isToken),
  dropped: isNumber,
  hasOdds: isBoolean,
});
