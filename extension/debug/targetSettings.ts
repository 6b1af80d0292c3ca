import type { TargetDescriptor } from '../../targets/descriptor';
import type { AnyFieldValues } from '../../targets/fields';

/** What the settings `ps2ml.…` say of the fields that a target has of its own; what is empty is left out. */
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
