import { fileNameError } from './fileName';

/** The parts of a `BOOT2` value as they are written: device, separator, path and version number. */
export interface BootPath {
  /** With its colon, such as `cdrom0:`, or empty. */
  readonly device: string;
  /** What stands between device and path; `\` in a correct value. */
  readonly separator: string;
  /** Folders and file name, such as `PSML_000.01` or `DATA\PSML_000.01`. */
  readonly path: string;
  /** With its semicolon, such as `;1`, or empty. */
  readonly version: string;
  /** What follows the path after a space. A console does not use it. */
  readonly rest: string;
}

/** Splits any value of `BOOT2`. */
export function bootPathOf(value: string): BootPath {
  const [written, rest] = splitAtSpace(value.trim());
  const match = /^([^\\/:;]*:)?([\\/]*)(.*?)(;[^;]*)?$/.exec(written);
  return {
    device: match?.[1] ?? '',
    separator: match?.[2] ?? '',
    path: match?.[3] ?? '',
    version: match?.[4] ?? '',
    rest,
  };
}

/** The correct form of a path: `cdrom0:\NAME;1`, in upper case. */
export const correctBootPath = ({ path }: BootPath): string =>
  `cdrom0:\\${path.toUpperCase().replaceAll('/', '\\')};1`;

/**
 * Why no disc boots with this value, or undefined when it boots. Only what the disc driver cannot resolve counts:
 * discs are also written with `cdrom:`, in lower case, and without the separator or `;1`.
 */
export function bootPathError(boot: BootPath): string | undefined {
  const { device, separator, path, version } = boot;
  if (path === '') return 'BOOT2 has no program.';
  const right = correctBootPath(boot);
  if (device === '') return `BOOT2 has no device. Use ${right}.`;
  if (!/^cdrom0?:$/i.test(device)) return `BOOT2 has the device ${device}, expected cdrom0:. Use ${right}.`;
  if (separator.length > 1 || separator === '/' || path.includes('/')) {
    return `The path in BOOT2 uses ${separator + path}, expected one \\ between its parts. Use ${right}.`;
  }
  if (version !== '' && version !== ';1') {
    return `The version number of a file on the disc is ;1, not ${version}.`;
  }
  const parts = path.toUpperCase().split('\\');
  return parts.map(fileNameError).find((problem) => problem !== undefined);
}

function splitAtSpace(value: string): [string, string] {
  const at = value.search(/\s/);
  return at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at).trim()];
}
