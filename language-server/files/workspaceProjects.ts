import { projectFileName } from '../../project/project';
import { uriBeside, type Files } from './files';

/** Folders that a search visits at most. */
const mostFolders = 2000;
/** How long the result of a search is used when the client reports no change. */
const searchedMs = 10_000;

/** Every `ps2ml.json` in the folders of the workspace. */
export class WorkspaceProjects {
  private searched: { readonly at: number; readonly found: Promise<readonly string[]> } | undefined;

  /** @param folders the workspace folders, as URIs. */
  constructor(
    private readonly files: Files,
    private readonly folders: () => readonly string[],
  ) {}

  all(): Promise<readonly string[]> {
    if (this.searched === undefined || Date.now() - this.searched.at > searchedMs)
      this.searched = { at: Date.now(), found: this.search() };
    return this.searched.found;
  }

  /** Files or workspace folders have changed. */
  forget(): void {
    this.searched = undefined;
  }

  /** Level by level, so that a limit leaves out the innermost. */
  private async search(): Promise<string[]> {
    const found: string[] = [];
    const queue = this.folders().map((uri) => uri.replace(/\/*$/, '/'));
    for (let visited = 0; visited < queue.length && visited < mostFolders; visited++) {
      const folder = queue[visited] ?? '';
      // A folder that may not be read has no projects for us.
      const names = await this.files.list(folder).catch((): readonly string[] => []);
      if (names.includes(projectFileName)) found.push(uriBeside(folder, projectFileName));
      queue.push(...names.filter(isSearched).map((name) => uriBeside(folder, name)));
    }
    return found;
  }
}

/** Hidden folders and installed packages have no projects of the user. */
const isSearched = (name: string): boolean =>
  name.endsWith('/') && !name.startsWith('.') && name !== 'node_modules/';
