import type { Stats } from 'node:fs';
import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { systemCode, systemReason } from '../../common/errorText';

/** Links in a row that are followed, as on Linux. */
const mostLinks = 40;

/**
 * The regular file that may be written at a path, existing or new. Links are followed, also to a file that does not
 * exist yet, so that the target is written and the link stays.
 * @throws Error when something else is there: a folder, a device, a pipe or a socket.
 */
export async function writableFile(path: string): Promise<string> {
  let target = path;
  for (let links = 0; links <= mostLinks; links++) {
    const found = await look(lstat(target), path);
    if (found === undefined) {
      if (/[/\\]$/.test(target)) throw refusal(path, 'it is the name of a folder, add the name of a file');
      return target;
    }
    if (found.isFile()) return target;
    if (!found.isSymbolicLink()) throw refusal(path, whyNot(found));
    // A link such as /dev/stdout leads to something that has no name.
    const end = await look(stat(target), path);
    if (end !== undefined && !end.isFile()) throw refusal(path, whyNot(end));
    target = await destination(target, path);
  }
  throw refusal(path, 'its links point at each other');
}

async function destination(link: string, path: string): Promise<string> {
  try {
    const to = await readlink(link);
    return isAbsolute(to) ? to : join(await realpath(dirname(link)), to);
  } catch (error) {
    throw refusal(path, systemReason(error) ?? 'its link cannot be read', error);
  }
}

async function look(looking: Promise<Stats>, path: string): Promise<Stats | undefined> {
  try {
    return await looking;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw refusal(path, systemReason(error) ?? 'the name cannot be used', error);
  }
}

function whyNot(found: Stats): string {
  if (found.isDirectory()) return 'a folder with that name exists';
  const what = found.isFIFO() ? 'a pipe' : found.isSocket() ? 'a socket' : 'a device';
  return `it is ${what}, expected a file or a new name`;
}

function refusal(path: string, why: string, cause?: unknown): Error {
  return new Error(`Cannot write ${path}: ${why}.`, { ...(cause !== undefined && { cause }) });
}
