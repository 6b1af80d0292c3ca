import type { PieceSums } from '../../model/trace/discRows';
import { isNumber } from '../../common/guards';
import { objectOf } from './combinators';

export const isPieceSums = objectOf<PieceSums>({
  bytes: isNumber,
  readBytes: isNumber,
  coveredBytes: isNumber,
});
