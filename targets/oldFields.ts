import { isRecord } from '../common/guards';
import { FieldError, type AnyFieldValues, type FieldGroup } from './fields';

/** Groups of fields by their key. */
export type FieldGroups = Readonly<Record<string, FieldGroup>>;

/** A field that used to be at the top level of launch configurations. */
export interface OldField {
  readonly oldName: string;
  /** Its current places: one field may have become several. */
  readonly places: readonly { readonly group: string; readonly field: string }[];
}

/** Every field that has moved into a group. */
export function oldFields(groups: FieldGroups): readonly OldField[] {
  const found = new Map<string, { group: string; field: string }[]>();
  for (const [group, fields] of Object.entries(groups)) {
    for (const [field, { oldName }] of Object.entries(fields)) {
      if (oldName !== undefined) found.set(oldName, [...(found.get(oldName) ?? []), { group, field }]);
    }
  }
  return [...found].map(([oldName, places]) => ({ oldName, places }));
}

/**
 * Moves the fields of an older launch configuration to their current places.
 * @throws FieldError when a field has both names with different values.
 */
export function withGroups(values: AnyFieldValues, groups: FieldGroups): AnyFieldValues {
  let moved = values;
  for (const { oldName, places } of oldFields(groups)) {
    const { [oldName]: value, ...rest } = moved;
    if (value === undefined) continue;
    moved = rest;
    for (const { group, field } of places) {
      const inside = moved[group] ?? {};
      // A value that is not an object is rejected where the group is read.
      if (!isRecord(inside)) continue;
      checkSame([oldName, value], [`${group}.${field}`, inside[field]]);
      moved = { ...moved, [group]: { ...inside, [field]: value } };
    }
  }
  return moved;
}

/** @throws FieldError when two names of one field have different values. */
export function checkSame([old, value]: [string, unknown], [name, other]: [string, unknown]): void {
  if (other === undefined || other === value) return;
  throw new FieldError(
    `"${old}" is ${JSON.stringify(value)} and "${name}" is ${JSON.stringify(other)}, but both mean the same: remove "${old}".`,
  );
}
