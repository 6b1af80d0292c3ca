import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sweepTemporaries } from '../../../disc/node/atomicFile';
import { stampFolderName } from '../../../image/node/stamp';
import { buildFolderName } from '../../outputs';
import { hashesName } from './hashes';
import type { Work } from './work';

/** Removes what builds have made, and nothing else. */
export async function cleanStep({ folder, say }: Pick<Work, 'folder' | 'say'>): Promise<void> {
  const build = folder.pathOf(buildFolderName);
  const stamps = join(build, stampFolderName);
  const names = await readdir(stamps).catch(() => []);
  let removed = 0;
  for (const stamp of names.filter((name) => name.endsWith('.json') && name !== hashesName)) {
    const name = stamp.slice(0, -'.json'.length);
    await rm(join(build, name), { force: true });
    say(`Removed ${buildFolderName}/${name}.`);
    removed++;
  }
  // What a build that was killed has left. Nothing builds here now, so that its age does not matter.
  for (const name of await sweepTemporaries(build, undefined, 0)) {
    say(`Removed ${buildFolderName}/${name}.`);
    removed++;
  }
  await rm(stamps, { recursive: true, force: true });
  // The folder stays if it contains other files.
  await rmdir(build).catch(() => undefined);
  if (removed === 0) say(`Nothing to clean in ${buildFolderName}.`);
}
