/** What a link points at in a file. */
export interface LinkTarget {
  readonly matrix?: string;
  readonly offset?: number;
  readonly length?: number;
}

/** The link's path; its authority is the extension's id. */
export const linkPath = '/open';

/** The names of a query's values. */
const names = ['file', 'matrix', 'offset', 'length'] as const;

/** The query of a link to a place in a file, encoded. @param file a path or a URI. */
export function linkQuery(file: string, target: LinkTarget): string {
  const values: Readonly<Record<(typeof names)[number], string | number | undefined>> = {
    file,
    matrix: target.matrix,
    offset: target.offset,
    length: target.length,
  };
  return names
    .flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`];
    })
    .join('&');
}

/**
 * Reads a link that somebody wrote.
 * @param query decoded by VS Code: the `&` and `+` of a file name look like those of the query. The text after an `&`
 *   is a parameter only if it starts with the name of one.
 * @throws Error when the link is invalid.
 */
export function parseLink(path: string, query: string): LinkTarget & { readonly file: string } {
  if (path !== linkPath) {
    throw new Error(`This link starts with ${path}, expected ${linkPath}?file=….`);
  }
  const values = valuesOf(query);
  const file = values.get('file') ?? '';
  if (file === '') throw new Error('The link has no "file" parameter: add file= with a path or a URI.');
  if (/^https?:/i.test(file)) {
    throw new Error(`Links can open local files only: download ${file} first.`);
  }
  const matrix = values.get('matrix');
  const offset = numberOf(values, 'offset');
  const length = numberOf(values, 'length');
  return {
    file,
    ...(matrix !== undefined && { matrix }),
    ...(offset !== undefined && { offset }),
    ...(length !== undefined && { length }),
  };
}

function valuesOf(query: string): ReadonlyMap<string, string> {
  const parts = query.split(new RegExp(`&(?=(?:${names.join('|')})=)`));
  return new Map(
    parts.map((part): [string, string] => {
      const end = part.indexOf('=');
      return [part.slice(0, end), part.slice(end + 1)];
    }),
  );
}

function numberOf(values: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = values.get(name);
  if (text === undefined) return undefined;
  const value = /^(?:0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new Error(
    `"${name}" in the link is ${JSON.stringify(text)}, expected a number such as 4096 or 0x1000.`,
  );
}
