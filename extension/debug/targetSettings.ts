import type { TargetDescriptor } from '../../targets/descriptor';
import type { AnyFieldValues } from '../../targets/fields';

/** The settings `ps2ml.…` for the target's own fields, without empty ones. */
export function targetSettings(
  { fields }: TargetDescriptor,
  settings: { get(name: string): unknown },
): AnyFieldValues {
  const known = Object.entries(fields).flatMap(([name, { setting }]) => {
    const value = setting && settings.get(setting.name);
    return value === undefined || value === null || value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(known);
}
