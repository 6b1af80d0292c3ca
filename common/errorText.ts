/** What the operating system reports, as the second half of a sentence. */
const systemReasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'another program uses it',
  EDQUOT: 'no space left on the disk',
  EEXIST: 'it exists already',
  EFBIG: 'the file system does not support files of this size',
  EIO: 'the disk or device reported an error',
  EISDIR: 'it is a folder, expected a file',
  ELOOP: 'its links point at each other',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open on this computer',
  ENOENT: 'no such file or folder',
  ENOSPC: 'no space left on the disk',
  ENOTDIR: 'a part of the path is not a folder',
  ENOTEMPTY: 'the folder is not empty',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ETXTBSY: 'the program in it is running',
};

/** What a system call wanted to do with a path. Others are "use". */
const actions: Readonly<Record<string, string>> = {
  copyfile: 'copy',
  lstat: 'open',
  mkdir: 'create the folder',
  mkdtemp: 'create the folder',
  open: 'open',
  opendir: 'read the folder',
  read: 'read',
  readlink: 'read the link',
  realpath: 'open',
  rename: 'rename',
  rm: 'remove',
  rmdir: 'remove the folder',
  scandir: 'read the folder',
  stat: 'open',
  unlink: 'remove',
  write: 'write',
};

/** A message is not longer: it may quote a text from a file. */
const longestMessage = 2000;

/** A message, or the beginning and the end of a long one. */
export function shortened(text: string): string {
  const half = longestMessage / 2;
  return text.length <= longestMessage ? text : `${text.slice(0, half)} … ${text.slice(-half)}`;
}

/** The sentence of an error for the user. Never a stack trace or the name of a system call, whatever was thrown. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return shortened(String(error));
  const reason = systemReason(error);
  // A message that somebody wrote for the user does not begin with the code.
  if (reason === undefined || !error.message.startsWith(`${String(systemCode(error))}:`))
    return shortened(error.message);
  const { syscall, path } = error as { syscall?: unknown; path?: unknown };
  const action = actions[String(syscall)] ?? 'use';
  return typeof path === 'string' ? `Cannot ${action} ${path}: ${reason}.` : `Cannot ${action}: ${reason}.`;
}

/** Why the operating system refused something, such as `permission denied`; undefined for any other error. */
export function systemReason(error: unknown): string | undefined {
  const code = systemCode(error);
  return typeof code === 'string' && Object.hasOwn(systemReasons, code) ? systemReasons[code] : undefined;
}

/** The code of an error of the operating system, such as `ENOENT`; undefined without one. */
export function systemCode(error: unknown): unknown {
  return (error as { code?: unknown } | null | undefined)?.code;
}
