/** What a link points at in a file. */
export interface LinkTarget {
  readonly matrix?: string;
  readonly offset?: number;
  readonly length?: number;
}

/** The link's path; its authority is the extension's id. */
export const linkPath = '/open';

/** The query of a link to a place in a file. @param file the file's URI. */
export function linkQuery(file: string, { matrix, offset, length }: LinkTarget): string {
  const query = new URLSearchParams({ file });
  if (matrix !== undefined) query.set('matrix', matrix);
  if (offset !== undefined) query.set('offset', String(offset));
  if (length !== undefined) query.set('length', String(length));
  return query.toString();
}

/**
 * Reads a link that somebody wrote.
 * @throws Error whose message is a sentence for the user.
 */
export function parseLink(path: string, query: string): LinkTarget & { readonly file: string } {
  if (path !== linkPath) {
    throw new Error(`A link to PS2 ML begins with ${linkPath}?file=…, this one with ${path}.`);
  }
  const values = new URLSearchParams(query);
  const file = values.get('file') ?? '';
  if (file === '') throw new Error('The link names no file: write file=, with a path or a URI.');
  const matrix = values.get('matrix');
  const offset = numberOf(values, 'offset');
  const length = numberOf(values, 'length');
  return {
    file,
    ...(matrix !== null && { matrix }),
    ...(offset !== undefined && { offset }),
    ...(length !== undefined && { length }),
  };
}

function numberOf(values: URLSearchParams, name: string): number | undefined {
  const text = values.get(name);
  if (text === null) return undefined;
  const value = /^(?:0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new Error(`The link's ${name} is ${JSON.stringify(text)}, expected a number such as 4096 or 0x1000.`);
}
