import type { OperationTime } from '../../model/trace/history';
import type { PassTime, RunTimes, SampledToken, TokenTime } from '../../model/trace/passTimes';
import type { TimeSplit } from '../../model/trace/timeSplit';
import { arrayOf, objectOf, optional } from './combinators';
import { isNumber, isText } from '../../common/guards';

export const isTimeSplit = objectOf<TimeSplit>({
  disc: isNumber,
  matmul: isNumber,
  attention: isNumber,
  rest: isNumber,
});

const isToken = objectOf<SampledToken>({ position: isNumber, id: isNumber, text: optional(isText) });

export const isTokenTime = objectOf<TokenTime>({ token: isToken, split: isTimeSplit });

export const isPassTime = objectOf<PassTime>({
  pass: isNumber,
  first: optional(isNumber),
  count: optional(isNumber),
  split: isTimeSplit,
  token: optional(isToken),
});

export const isRunTimes = objectOf<RunTimes>({
  passes: arrayOf(isPassTime),
  dropped: isNumber,
  total: isTimeSplit,
  lastToken: optional(isTokenTime),
});

export const isOperationTime = objectOf<OperationTime>({
  operation: isNumber,
  split: isTimeSplit,
  at: optional(isNumber),
});
