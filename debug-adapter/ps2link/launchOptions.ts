import { type FieldValues, readFields } from '../../targets/fields';
import { ps2link } from '../../targets/ps2link';

/** What a launch configuration says of a console with ps2link, under `ps2link`. */
export type Ps2LinkOptions = FieldValues<typeof ps2link.fields>;

export const defaultPs2LinkOptions: Ps2LinkOptions = readFields(ps2link.fields, undefined, ps2link.id);
