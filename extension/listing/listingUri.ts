/** The scheme of listings: `ps2ml:/HASH/NAME.ps2ml?MODEL-URI`. */
export const listingScheme = 'ps2ml';
export const listingLanguage = 'ps2ml-listing';

/** The parts of a URI that vscode.Uri has too. */
interface UriParts {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
}

/** The parts of a listing's URI: the model, and the hash of the text. */
export interface ListingName {
  /** URI of the model file. */
  readonly model: string;
  /** First 16 hex digits of the SHA-256 of the text. */
  readonly hash: string;
}

/** The URI of a listing, by its parts. It holds all that is needed to make the text again after a reload. */
export function listingUriParts({ model, hash }: ListingName): UriParts {
  const fileName = decodeURIComponent(model.replace(/[?#].*$/, '').replace(/^.*\//, ''));
  const stem = fileName.replace(/\.[^.]*$/, '') || 'model';
  return { scheme: listingScheme, path: `/${hash}/${stem}.ps2ml`, query: model };
}

/** Reads such a URI; undefined for any other URI. */
export function parseListingUri({ scheme, path, query }: UriParts): ListingName | undefined {
  const match = /^\/([0-9a-f]{16})\/[^/]+\.ps2ml$/.exec(path);
  const hash = match?.[1];
  return scheme === listingScheme && hash !== undefined && query !== '' ? { model: query, hash } : undefined;
}

/** Identifies a listing: line numbers mean the same exactly when the texts are equal. */
export async function listingHash(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
