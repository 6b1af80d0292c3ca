import { isRecord } from '../../common/guards';
import { samplingFields } from '../../project/samplingFields';
import type { AnyFieldValues } from '../../targets/fields';
import { checkSame, withGroups, type FieldGroups } from '../../targets/oldFields';
import type { TargetRegistry } from '../../targets/registry';
import { targets } from '../../targets/targets';

/** The groups of fields that a launch configuration may have: the sampling, and what targets have of their own. */
export function launchGroups(registry: TargetRegistry = targets): FieldGroups {
  const own = registry.all.flatMap(({ id, fields }) =>
    Object.keys(fields).length > 0 ? [[id, fields] as const] : [],
  );
  return { sampling: samplingFields, ...Object.fromEntries(own) };
}

/**
 * A launch configuration as it is written today: fields of older ones are where they belong now, and the target has
 * its present id. Nothing else is checked or changed.
 * @throws FieldError when a field is there under two names with different values.
 */
export function currentLaunch(given: AnyFieldValues, registry: TargetRegistry = targets): AnyFieldValues {
  const values = withGroups(withTokens(given), launchGroups(registry));
  const { target } = values;
  return typeof target === 'string' ? { ...values, target: registry.currentId(target, 'launch') } : values;
}

/** `tokens` stands beside the prompt; in a project, and so also here, it may stand in `sampling`. */
function withTokens(values: AnyFieldValues): AnyFieldValues {
  const { sampling, tokens } = values;
  if (!isRecord(sampling) || sampling['tokens'] === undefined) return values;
  const { tokens: inside, ...rest } = sampling;
  checkSame(['sampling.tokens', inside], ['tokens', tokens]);
  return { ...values, tokens: inside, sampling: rest };
}

/** What `over` says, and behind it what `base` says: groups field by field. Both are as `currentLaunch` gives them. */
export function mergeLaunch(base: AnyFieldValues, over: AnyFieldValues): AnyFieldValues {
  const merged: Record<string, unknown> = { ...base, ...over };
  for (const group of Object.keys(launchGroups())) {
    const [below, above] = [base[group], over[group]];
    if (isRecord(below) && isRecord(above)) merged[group] = { ...below, ...above };
  }
  return merged;
}
