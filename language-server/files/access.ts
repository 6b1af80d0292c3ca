/**
 * The files that the server may read: those in the editor's workspace folders, in the folder of an open document, or
 * in the folder of an open listing's model.
 */
export class Access {
  private folders = new Set<string>();

  /** @param openUris the documents that are open now. */
  constructor(private readonly openUris: () => readonly string[]) {}

  setFolders(uris: readonly string[]): void {
    this.folders = new Set(uris);
  }

  changeFolders(added: readonly string[], removed: readonly string[]): void {
    for (const uri of removed) this.folders.delete(uri);
    for (const uri of added) this.folders.add(uri);
  }

  /** The folders of the workspace, as URIs that end with a slash. */
  workspaceFolders(): string[] {
    return [...this.folders].flatMap((uri) => normalUri(`${uri}/`) ?? []);
  }

  /** The folders whose files may be read, as URIs that end with a slash. */
  roots(): string[] {
    const opened = this.openUris().flatMap((uri) => folderOf(namedByListing(uri) ?? uri) ?? []);
    return [...new Set(this.workspaceFolders().concat(opened))];
  }

  /** Whether a file is in one of these folders, by its name. */
  allows(uri: string): boolean {
    const name = normalUri(uri);
    return name !== undefined && this.roots().some((root) => name.startsWith(root) || `${name}/` === root);
  }
}

/** The model that the URI of a listing names: `ps2ml:/Forward Pass/NAME.ps2ml?HASH;MODEL-URI`. */
export function namedByListing(uri: string): string | undefined {
  const query = /^ps2ml:[^?]*\?(.+)$/.exec(uri)?.[1];
  if (query === undefined) return undefined;
  try {
    return decodeURIComponent(query).replace(/^[0-9a-f]{16};/, '');
  } catch {
    return undefined;
  }
}

function folderOf(uri: string): string | undefined {
  return normalUri(uri)?.replace(/[^/]*$/, '');
}

/**
 * A URI without `..` and doubled slashes, escaped one way; undefined if it is not a URI or contains an escaped slash.
 */
export function normalUri(uri: string): string | undefined {
  if (/%2f|%5c/i.test(uri)) return undefined;
  try {
    const { protocol, host, pathname } = new URL(uri);
    const path = decodeURIComponent(pathname).replace(/\/{2,}/g, '/');
    return `${protocol}//${host}${path.split('/').map(encodeURIComponent).join('/')}`;
  } catch {
    return undefined;
  }
}
