import { isRecord } from '../../common/guards';
import { samplingFields } from '../../project/samplingFields';
import type { AnyFieldValues } from '../../targets/fields';
import { checkSame, withGroups, type FieldGroups } from '../../targets/oldFields';
import type { TargetRegistry } from '../../targets/registry';
import { targets } from '../../targets/targets';

/** The groups of fields of a launch configuration: sampling, and one for each target with fields of its own. */
export function launchGroups(registry: TargetRegistry = targets): FieldGroups {
  const own = registry.all.flatMap(({ id, fields }) =>
    Object.keys(fields).length > 0 ? [[id, fields] as const] : [],
  );
  return { sampling: samplingFields, ...Object.fromEntries(own) };
}

/**
 * A launch configuration in its current form: fields of older versions are moved to their current places, and the target
 * has its current id. Nothing else is checked or changed.
 * @throws FieldError when a field is present under two names with different values.
 */
export function currentLaunch(given: AnyFieldValues, registry: TargetRegistry = targets): AnyFieldValues {
  const values = withGroups(withTokens(given), launchGroups(registry));
  const { target } = values;
  return typeof target === 'string' ? { ...values, target: registry.currentId(target, 'launch') } : values;
}

/** `tokens` is next to the prompt. As in a project, it may also be in `sampling`. */
function withTokens(values: AnyFieldValues): AnyFieldValues {
  const { sampling, tokens } = values;
  if (!isRecord(sampling) || sampling['tokens'] === undefined) return values;
  const { tokens: inside, ...rest } = sampling;
  checkSame(['sampling.tokens', inside], ['tokens', tokens]);
  return { ...values, tokens: inside, sampling: rest };
}

/** `base` overridden by `over`, groups field by field. Both are in the form of `currentLaunch`. */
export function mergeLaunch(base: AnyFieldValues, over: AnyFieldValues): AnyFieldValues {
  const merged: Record<string, unknown> = { ...base, ...over };
  for (const group of Object.keys(launchGroups())) {
    const [below, above] = [base[group], over[group]];
    if (isRecord(below) && isRecord(above)) merged[group] = { ...below, ...above };
  }
  return merged;
}
