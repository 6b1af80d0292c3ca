import type { DebugProtocol } from '@vscode/debugprotocol';

/** The first source reference of a session: its listing. A listing that has grown has the next one. */
export const listingReference = 1;

/** The listing as a source: the URI at which the editor shows it, or a reference. */
export function listingSource(
  model: string,
  uri: string | undefined,
  reference = listingReference,
): DebugProtocol.Source {
  const name = `${model} forward pass`;
  return uri === undefined ? { name, sourceReference: reference } : { name, path: uri };
}

/** Whether a source of an editor is the listing of this session. */
export function isListing(
  source: DebugProtocol.Source,
  uri: string | undefined,
  listings = listingReference,
): boolean {
  if (uri !== undefined && source.path === uri) return true;
  const { sourceReference = 0 } = source;
  return sourceReference >= listingReference && sourceReference <= listings;
}
