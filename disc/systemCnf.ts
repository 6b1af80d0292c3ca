import { checkFileName, checkDiscCode } from './fileName';

/** The settings in `SYSTEM.CNF`: which program to boot, its version, the TV region. */
export interface SystemCnf {
  /** Name of the program in the root directory, such as `PSML_000.01`. */
  readonly bootFile: string;
  /** Such as `1.00`. */
  readonly version: string;
  readonly videoMode: 'NTSC' | 'PAL';
}

/**
 * The text of `SYSTEM.CNF`: ASCII, CRLF, ending with a newline, without which some consoles do not boot.
 * @throws Error when the program's name is not a disc code such as `PSML_000.01`.
 */
export function formatSystemCnf(cnf: SystemCnf): Uint8Array {
  checkDiscCode(cnf.bootFile);
  if (!/^[0-9]\.[0-9]{2}$/.test(cnf.version)) {
    throw new Error(`Invalid version "${cnf.version}" for SYSTEM.CNF. Example: 1.00.`);
  }
  const lines = [`BOOT2 = cdrom0:\\${cnf.bootFile};1`, `VER = ${cnf.version}`, `VMODE = ${cnf.videoMode}`];
  return new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(''));
}

/**
 * Reads `SYSTEM.CNF` as loosely as the console does: any spacing, LF or CRLF, keys in any order. `VER` and `VMODE`
 * may be missing; they are not used for booting.
 * @throws Error when it names no program to boot.
 */
export function parseSystemCnf(bytes: Uint8Array): SystemCnf {
  const values = new Map<string, string>();
  for (const line of new TextDecoder().decode(bytes).split(/\r?\n/)) {
    const match = /^\s*([A-Za-z0-9]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (match) values.set((match[1] ?? '').toUpperCase(), match[2] ?? '');
  }
  const boot = values.get('BOOT2');
  if (boot === undefined) {
    throw new Error(
      values.has('BOOT')
        ? 'This is a PlayStation 1 disc: SYSTEM.CNF has BOOT instead of BOOT2.'
        : 'SYSTEM.CNF has no line "BOOT2 = cdrom0:\\NAME;1": nothing to boot.',
    );
  }
  const name = /^cdrom0?:\\?([^\\;/]+)(?:;1)?$/i.exec(boot.split(' ')[0] ?? '')?.[1];
  if (name === undefined) {
    throw new Error(
      `BOOT2 in SYSTEM.CNF is ${boot}, expected cdrom0:\\NAME;1 with a file in the root directory.`,
    );
  }
  const bootFile = name.toUpperCase();
  checkFileName(bootFile);
  return {
    bootFile,
    version: values.get('VER') ?? '1.00',
    videoMode: values.get('VMODE')?.toUpperCase() === 'PAL' ? 'PAL' : 'NTSC',
  };
}
