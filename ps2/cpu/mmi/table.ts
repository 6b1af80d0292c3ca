import type { ExecuteTable } from '../slow/execute';
import { arithmetic } from './arithmetic';
import { multiply } from './multiply';
import { permutation } from './permutation';

/** The multimedia instructions that are executed. */
export const mmi: ExecuteTable = { ...arithmetic, ...permutation, ...multiply };
