import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './processes';

/**
 * A new folder among the temporary files. Those of the same kind that dead processes of this user have left are
 * removed first.
 * @param kind such as `run`.
 */
export async function temporaryFolder(kind: string): Promise<string> {
  await sweep(kind);
  return mkdtemp(join(tmpdir(), `ps2ml-${kind}-${process.pid}-`));
}

async function sweep(kind: string): Promise<void> {
  const pattern = new RegExp(`^ps2ml-${kind}-(\\d+)-\\w{6}$`);
  for (const name of await readdir(tmpdir()).catch(() => [] as string[])) {
    const pid = pattern.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const path = join(tmpdir(), name);
    const found = await lstat(path).catch(() => undefined);
    const isOwn = process.getuid === undefined || found?.uid === process.getuid();
    if (found?.isDirectory() && isOwn)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
