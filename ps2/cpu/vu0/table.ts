import type { ExecuteTable } from '../slow/execute';
import { vectorArithmetic } from './arithmetic';
import { conversion } from './conversion';
import { transfer } from './transfer';

/**
 * The supported VU0 macro instructions: all that neither start a vector program nor use VU0's memory. Its floats are
 * assumed to round as those of COP1.
 */
export const vu0: ExecuteTable = { ...vectorArithmetic, ...conversion, ...transfer };
