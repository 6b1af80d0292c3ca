/** A path that a console may not use, with the reason as the end of a sentence. */
export class HostPathError extends Error {
  override readonly name = 'HostPathError';
}

/** The longest path that fits into a request (256 bytes with a zero), and the longest name that file systems allow. */
const mostPathBytes = 255;
const mostNameBytes = 255;

/** Names of devices on Windows, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?$/i;
/** Characters that some file systems do not allow in names, or that mean a drive, a stream or a pattern. */
const oddCharacter = /[\p{Cc}<>:"|?*]/u;

/**
 * The names of a path that a console requests, starting at the root of `host:`. Separators are `\` and `/`. Programs
 * also write `host:/x` and `host:./x` for `host:x`, so separators at the start and parts `.` mean nothing.
 * @returns an empty list for the root itself.
 * @throws HostPathError when the path could lead outside the root.
 */
export function hostPathNames(path: string): string[] {
  const refuse = (why: string): never => {
    throw new HostPathError(`host:${printable(path)} is refused: ${why}`);
  };
  if (new TextEncoder().encode(path).length > mostPathBytes)
    refuse(`it is longer than ${mostPathBytes} bytes`);
  const names = path
    .replace(/^[\\/]/, '')
    .split(/[\\/]/)
    .filter((name, i, all) => name !== '.' && !(name === '' && i === all.length - 1));
  for (const name of names) {
    if (name === '..') refuse('it contains ".."');
    if (name === '') refuse('it has an empty part');
    if (oddCharacter.test(name)) refuse('it has a character that is not allowed in file names everywhere');
    if (/[. ]$/.test(name) || name.startsWith(' '))
      refuse('a name starts with a space, or ends with a space or a dot');
    if (deviceName.test(name)) refuse(`${name} is a device on Windows`);
    if (new TextEncoder().encode(name).length > mostNameBytes) refuse('a name is too long');
  }
  return names;
}

/** A path for the log, with special characters replaced by their codes. */
function printable(path: string): string {
  const short = path.length > 80 ? `${path.slice(0, 80)}…` : path;
  return short.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}
