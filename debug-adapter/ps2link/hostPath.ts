/** A path that a console may not have, with the reason as the end of a sentence. */
export class HostPathError extends Error {
  override readonly name = 'HostPathError';
}

/** Longest path that fits into a request (256 bytes with a zero), and longest name that file systems take. */
const mostPathBytes = 255;
const mostNameBytes = 255;

/** Names that mean devices on Windows, whatever extension follows. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?$/i;
/** Characters that no file system takes everywhere, or that mean a drive, a stream or a pattern somewhere. */
const oddCharacter = /[\p{Cc}<>:"|?*]/u;

/**
 * The names of a path that a console asks for, from the root of `host:` on; `\` and `/` both separate.
 * @returns none for the root itself.
 * @throws HostPathError when it could lead anywhere else.
 */
export function hostPathNames(path: string): string[] {
  const refuse = (why: string): never => {
    throw new HostPathError(`host:${printable(path)} is refused: ${why}`);
  };
  if (new TextEncoder().encode(path).length > mostPathBytes)
    refuse(`it is longer than ${mostPathBytes} bytes`);
  if (/^[\\/]/.test(path)) refuse('it is absolute, and host: begins at its folder');
  const names = path.split(/[\\/]/).filter((name, i, all) => !(name === '' && i === all.length - 1));
  for (const name of names) {
    if (name === '..') refuse('it leads upwards');
    if (name === '' || name === '.') refuse('it has an empty part');
    if (oddCharacter.test(name)) refuse('it has a character that names of files do not have everywhere');
    if (/[. ]$/.test(name) || name.startsWith(' '))
      refuse('a name begins with a space, or ends with a space or a point');
    if (deviceName.test(name)) refuse(`${name} is a device on Windows`);
    if (new TextEncoder().encode(name).length > mostNameBytes) refuse('a name is too long');
  }
  return names;
}

/** A path for a log: what could be more than a letter there is shown by its code. */
function printable(path: string): string {
  const short = path.length > 80 ? `${path.slice(0, 80)}…` : path;
  return short.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}
