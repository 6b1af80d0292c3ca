/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string;

/**
 * The table of the fields that a JSON schema describes: name, type, default, allowed values, description.
 * @param inside what stands between an object and its field; a dot when not given.
 */
export function fieldTable(schema: object, inside?: string): string;
