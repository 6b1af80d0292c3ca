import { chmod, lstat, mkdir } from 'node:fs/promises';
import { systemCode } from '../../common/errorText';

/** Permissions of others than the owner. */
const others = 0o077;

/**
 * Makes sure that a folder with a known name among the temporary files of all users is this user's alone.
 * @throws Error when somebody else has put something there.
 */
export async function privateFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    // What is there is checked below.
    if (systemCode(error) !== 'EEXIST') throw error;
  });
  const found = await lstat(path);
  const user = process.getuid?.();
  const isOwn = user === undefined || found.uid === user;
  if (!found.isDirectory() || !isOwn) {
    const what = found.isSymbolicLink()
      ? 'a link'
      : found.isDirectory()
        ? "another user's folder"
        : 'no folder';
    throw new Error(
      `${path} is ${what}, and disc images must go to a folder of your own: remove it, or set TMPDIR to another folder.`,
    );
  }
  // Windows has no such permissions; its folder of temporary files is the user's own.
  if (user !== undefined && (found.mode & others) !== 0) await chmod(path, 0o700);
  return path;
}
