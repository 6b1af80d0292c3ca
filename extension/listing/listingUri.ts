/**
 * The scheme of listings: `ps2ml:/Forward Pass/NAME.ps2ml?HASH;MODEL-URI`. Its path is what people see of it.
 */
export const listingScheme = 'ps2ml';
export const listingLanguage = 'ps2ml-listing';

/** The parts of a URI that vscode.Uri has too. */
interface UriParts {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
}

/** The parts of a listing's URI: the model, and the hash of the text. */
interface ListingName {
  /** URI of the model file. */
  readonly model: string;
  /** First 16 hex digits of the SHA-256 of the text. */
  readonly hash: string;
}

/** The URI of a listing, by its parts. It holds all that is needed to make the text again after a reload. */
export function listingUriParts({ model, hash }: ListingName): UriParts {
  const fileName = decodeURIComponent(model.replace(/[?#].*$/, '').replace(/^.*\//, ''));
  const stem = fileName.replace(/\.[^.]*$/, '') || 'model';
  return { scheme: listingScheme, path: `/Forward Pass/${stem}.ps2ml`, query: `${hash};${model}` };
}

/**
 * Reads such a URI, also one of an earlier version, which had the hash in its path; breakpoints may still name it.
 * @returns undefined for any other URI.
 */
export function parseListingUri({ scheme, path, query }: UriParts): ListingName | undefined {
  if (scheme !== listingScheme) return undefined;
  const [, hash, model] =
    /^\/Forward Pass\/[^/]+\.ps2ml;([0-9a-f]{16});(.+)$/s.exec(`${path};${query}`) ?? [];
  if (hash !== undefined && model !== undefined) return { model, hash };
  const before = /^\/([0-9a-f]{16})\/[^/]+\.ps2ml$/.exec(path)?.[1];
  return before !== undefined && query !== '' ? { model: query, hash: before } : undefined;
}

/** Identifies a listing: line numbers mean the same exactly when the texts are equal. */
export async function listingHash(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
