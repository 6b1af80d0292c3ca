import { namedLayouts, planOptionsOf } from '../../model/plan/discLayout';

/** Options of a plan that reads every matrix from the disc in each pass, for tests that are about reads. */
export const streamed = planOptionsOf(namedLayouts.streamed);
