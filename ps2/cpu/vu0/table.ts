import type { ExecuteTable } from '../seldom/execute';
import { vectorArithmetic } from './arithmetic';
import { conversion } from './conversion';
import { transfer } from './transfer';

/**
 * The VU0 macro instructions that are executed: all that neither start a vector program nor use VU0's memory. Its
 * floats are taken to round as those of COP1.
 */
export const vu0: ExecuteTable = { ...vectorArithmetic, ...conversion, ...transfer };
