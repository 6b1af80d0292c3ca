/** What a property of a message must be; `?` marks one that may be absent. */
type Kind =
  'string' | 'number' | 'boolean' | 'string?' | 'number?' | 'boolean?' | 'object?' | 'array' | 'array?';
/** The kind of each property. */
export type Shape<T> = { readonly [Key in keyof Required<T>]: Kind };

/** Whether a message has the properties of a shape. */
export function has<T>(value: unknown, shape: Shape<T>): value is T {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries<Kind>(shape).every(([key, kind]) => {
    const property = (value as Record<string, unknown>)[key];
    if (kind === 'array') return Array.isArray(property);
    if (kind === 'array?') return property === undefined || Array.isArray(property);
    if (kind.endsWith('?')) return property === undefined || typeof property === kind.slice(0, -1);
    return typeof property === kind;
  });
}

/** Whether all items have. */
export const isEach = <T>(values: readonly T[], shape: Shape<T>): boolean =>
  values.every((item) => has<T>(item, shape));
