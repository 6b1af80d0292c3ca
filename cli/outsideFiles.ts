import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import type { ProjectFolder } from '../project/node/projectFolder';
import type { Io } from './io';

/**
 * Asks before files from outside a project's folder go on its disc: a project may come from anybody, and its disc is
 * given to others.
 * @param isAllowed the user has agreed on the command line.
 * @throws Error when the user does not agree, or cannot be asked.
 */
export async function askForOutsideFiles(
  { folder, project, pathOf }: ProjectFolder,
  isAllowed: boolean,
  io: Io,
): Promise<void> {
  if (isAllowed || project.files.length === 0) return;
  const root = await realpath(folder);
  const outside: string[] = [];
  for (const { file } of project.files) {
    // A file that does not exist is reported by the build.
    const place = await realpath(pathOf(file)).catch(() => pathOf(file));
    if (!isInside(root, place)) outside.push(place);
  }
  if (outside.length === 0) return;
  const [first = '', ...others] = outside;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const what = `"files" puts ${first}${more} on the disc, from outside the project's folder`;
  if (io.ask === undefined)
    throw new Error(`${what}. If you trust the project, build it with --allow-outside.`);
  if (!(await io.ask(`${what}. Build it? [y/N] `))) throw new Error('stopped: nothing was built.');
}

function isInside(root: string, place: string): boolean {
  const way = relative(root, place);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
