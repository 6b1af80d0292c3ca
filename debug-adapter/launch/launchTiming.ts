import type { Timing } from '../../common/timing';
import { builtIn } from '../../targets/builtIn';
import { readFields, type AnyFieldValues } from '../../targets/fields';
import { clockProvenance, type Provenance } from '../../targets/provenance';
import type { LaunchArguments } from './launchArguments';

/** How the built-in console counts time, from its launch fields. @throws FieldError when they are not valid. */
export const timingOf = (own: AnyFieldValues): Timing => readFields(builtIn.fields, own, builtIn.id).timing;

/** Where the figures of a launch come from. */
export const provenanceOf = ({ target, own }: Pick<LaunchArguments, 'target' | 'own'>): Provenance =>
  target === builtIn.id ? clockProvenance(timingOf(own)) : target;
