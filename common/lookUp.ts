/** The entry of a table for a name that comes from outside. Names such as `constructor`, which objects inherit, have none. */
export function lookUp<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
