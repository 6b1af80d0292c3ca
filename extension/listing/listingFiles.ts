import * as vscode from 'vscode';
import { errorText } from '../../common/errorText';
import type { Platform } from '../platform';
import type { ModelPlans } from '../project/modelPlans';
import { fileNameOf } from '../uris';
import { makeListing, type ModelListing } from './listings';
import { listingScheme, parseListingUri } from './listingUri';

/** Listings as read-only files: made on demand from the model that their URI names, so that they survive a reload. */
export class ListingFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  /** VS Code asks for status and content in turn; the last listings answer both. */
  private readonly made = new Map<string, Uint8Array>();
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly platform: Platform,
    private readonly plans: ModelPlans,
  ) {
    this.registration = vscode.workspace.registerFileSystemProvider(listingScheme, this, {
      isCaseSensitive: true,
      isReadonly: new vscode.MarkdownString(
        'The forward pass is generated from the model and cannot be edited.',
      ),
    });
  }

  /** Keeps a listing that was just made, so that opening it does not make it again. */
  remember({ uri, text }: Pick<ModelListing, 'uri' | 'text'>): Uint8Array {
    const bytes = new TextEncoder().encode(text);
    const key = uri.toString();
    this.made.delete(key);
    this.made.set(key, bytes);
    const [oldest] = this.made.keys();
    if (this.made.size > 8 && oldest !== undefined) this.made.delete(oldest);
    return bytes;
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const made = this.made.get(uri.toString());
    if (made !== undefined) return made;
    const name = parseListingUri(uri);
    if (name === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    const model = vscode.Uri.parse(name.model, true);
    let listing: ModelListing;
    try {
      listing = await makeListing(this.platform, this.plans, model);
    } catch (error) {
      throw vscode.FileSystemError.Unavailable(errorText(error));
    }
    if (listing.uri.toString() !== uri.toString()) {
      throw vscode.FileSystemError.Unavailable(
        `${fileNameOf(model)} or its disc layout has changed since this listing was generated. Open the model and run "PS2 ML: Show Forward Pass" for the current one.`,
      );
    }
    return this.remember(listing);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { length } = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: length };
  }

  /** What a URI names never changes. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.registration.dispose();
    this.changes.dispose();
  }
}
