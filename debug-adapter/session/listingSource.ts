import type { DebugProtocol } from '@vscode/debugprotocol';

/** The first source reference of a session: its listing. A listing that has grown has the next one. */
const listingReference = 1;

/** The listing as a source: the URI at which the editor shows it, or a reference. */
export function listingSource(
  model: string,
  uri: string | undefined,
  reference = listingReference,
): DebugProtocol.Source {
  const name = `${model} forward pass`;
  return uri === undefined ? { name, sourceReference: reference } : { name, path: uri };
}

/**
 * The reference in the name of a buffer. nvim-dap names the buffer of a source that it loaded by reference
 * `dap-src://SESSION/REFERENCE/PATH`, and sends breakpoints with this name as the path, without the reference
 * (`source_to_bufnr` and `set_breakpoints` in its lua/dap/session.lua).
 */
const referencePath = /^dap-src:\/\/\d+\/(\d+)(?:\/|$)/;

/** The path of a file URI, which a client with the path format "uri" sends; any other path as it is. */
export function pathOfUri(path: string): string {
  if (!/^file:\/\//i.test(path)) return path;
  return decodeURIComponent(new URL(path).pathname).replace(/^\/(?=[A-Za-z]:)/, '');
}

/**
 * Whether a source of an editor is the listing of this session.
 * @param listings the reference of the newest listing; older ones still stand for it
 */
export function isListing(
  { path, sourceReference }: DebugProtocol.Source,
  uri: string | undefined,
  listings = listingReference,
): boolean {
  const isOne = (reference: number): boolean => reference >= listingReference && reference <= listings;
  if (sourceReference !== undefined && sourceReference > 0) return isOne(sourceReference);
  if (path === undefined) return false;
  return path === uri || isOne(Number(referencePath.exec(path)?.[1]));
}
