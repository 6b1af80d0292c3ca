import { join } from 'node:path';
import { FileHashes } from '../fileHashes';
import type { ProjectFolder } from '../projectFolder';
import { stampFolderName } from '../../../image/node/stamp';
import { buildFolderName } from '../../outputs';

/** Name of the file, next to the stamps, that stores the hashes. */
export const hashesName = 'hashes.json';

/** Hashes of the files that a project is built from. */
export function hashesOf({ pathOf }: Pick<ProjectFolder, 'pathOf'>): Promise<FileHashes> {
  return FileHashes.open(join(pathOf(buildFolderName), stampFolderName, hashesName));
}
