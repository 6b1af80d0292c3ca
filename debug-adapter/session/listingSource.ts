import type { DebugProtocol } from '@vscode/debugprotocol';

/** The only source reference of a session: its listing. */
export const listingReference = 1;

/** The listing as a source: the URI at which the editor shows it, or a reference. */
export function listingSource(model: string, uri: string | undefined): DebugProtocol.Source {
  const name = `${model} forward pass`;
  return uri === undefined ? { name, sourceReference: listingReference } : { name, path: uri };
}

/** Whether a source of an editor is the listing of this session. */
export function isListing(source: DebugProtocol.Source, uri: string | undefined): boolean {
  if (uri !== undefined && source.path === uri) return true;
  return source.sourceReference === listingReference;
}
