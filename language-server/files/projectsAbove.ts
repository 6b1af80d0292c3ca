import { projectFileName } from '../../project/project';
import { fileNameOf } from '../services/languages';
import { uriBeside, type Files } from './files';

/** The projects in the folders of files and in all folders above, as far as they may be read; the nearest first. */
export async function projectsAbove(uris: readonly string[], files: Files): Promise<string[]> {
  const candidates = new Set<string>();
  for (const uri of uris) {
    if (fileNameOf(uri) === projectFileName) candidates.add(uri);
    for (let folder = `${uri}/`, before = ''; folder !== before;) {
      candidates.add(uriBeside(folder, projectFileName));
      before = folder;
      folder = uriBeside(folder, '..');
    }
  }
  const found: string[] = [];
  for (const uri of candidates) {
    const status = await files.status(uri).catch(() => undefined);
    if (status?.kind === 'file') found.push(uri);
  }
  return found;
}
