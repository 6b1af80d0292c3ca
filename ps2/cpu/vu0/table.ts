import type { ExecuteTable } from '../seldom/execute';

/** The VU0 macro instructions that are executed. */
export const vu0: ExecuteTable = {};
