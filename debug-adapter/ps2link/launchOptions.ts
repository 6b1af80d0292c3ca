import { type FieldValues, readFields } from '../../targets/fields';
import { ps2link } from '../../targets/ps2link';

/** The group `ps2link` of a launch configuration. */
export type Ps2LinkOptions = FieldValues<typeof ps2link.fields>;

export const defaultPs2LinkOptions: Ps2LinkOptions = readFields(ps2link.fields, undefined, ps2link.id);
