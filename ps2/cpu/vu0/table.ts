import type { ExecuteTable } from '../slow/execute';
import { vectorArithmetic } from './arithmetic';
import { conversion } from './conversion';
import { memory } from './memory';
import { transfer } from './transfer';

/**
 * The supported VU0 macro instructions: all that do not start a vector program. Its floats are assumed to round as
 * those of COP1.
 */
export const vu0: ExecuteTable = { ...vectorArithmetic, ...conversion, ...memory, ...transfer };
