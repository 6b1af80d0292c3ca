import { isRecord } from '../../common/guards';

/** Proves what a value from outside the page is. */
export type Guard<T> = (value: unknown) => value is T;

/** The guard of a property that may be absent. */
export interface OptionalGuard<T> {
  (value: unknown): value is T | undefined;
  readonly isOptional: true;
}

/**
 * One guard for each property of a type, an optional one for a property that may be absent. A guard that is missing,
 * or that proves too little, is a compile error: message and guard cannot drift apart.
 */
export type GuardsOf<T> = {
  readonly [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K>
    ? OptionalGuard<Required<T>[K]>
    : Guard<T[K]>;
};

/** Proves an object by its properties; others may be there too. */
export function objectOf<T extends object>(guards: GuardsOf<T>): Guard<T> {
  const entries = Object.entries<Guard<unknown>>(guards);
  return (value): value is T => isRecord(value) && entries.every(([key, guard]) => guard(value[key]));
}

export const arrayOf =
  <T>(guard: Guard<T>): Guard<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(guard);

export const pairOf =
  <T>(guard: Guard<T>): Guard<readonly [T, T]> =>
  (value): value is readonly [T, T] =>
    Array.isArray(value) && value.length === 2 && value.every(guard);

export const optional = <T>(guard: Guard<T>): OptionalGuard<T> =>
  Object.assign((value: unknown): value is T | undefined => value === undefined || guard(value), {
    isOptional: true as const,
  });

export const either =
  <A, B>(first: Guard<A>, second: Guard<B>): Guard<A | B> =>
  (value): value is A | B =>
    first(value) || second(value);

/** For what is checked elsewhere. */
export function isAnything(value: unknown): value is unknown;
export function isAnything(): boolean {
  return true;
}

/** One value alone. */
export const exactly =
  <const T extends string | boolean>(only: T): Guard<T> =>
  (value): value is T =>
    value === only;

/** One of a list of words. */
export const oneOf =
  <T extends string>(words: readonly T[]): Guard<T> =>
  (value): value is T =>
    words.some((word) => word === value);

/** One of the keys of a table, which must have each word of `T`. */
export const keyOf =
  <T extends string = never>(table: Readonly<Record<NoInfer<T>, unknown>>): Guard<T> =>
  (value): value is T =>
    typeof value === 'string' && Object.hasOwn(table, value);

/** An object of some class. */
export const instanceOf =
  <T>(type: abstract new (...values: never[]) => T): Guard<T> =>
  (value): value is T =>
    value instanceof type;
