import { checkFileName, checkSerial } from './fileName';

/** What `SYSTEM.CNF` says: which program to boot, its version, the television standard. */
export interface SystemCnf {
  /** Name of the program in the root directory, such as `PSML_000.01`. */
  readonly bootFile: string;
  /** Such as `1.00`. */
  readonly version: string;
  readonly videoMode: 'NTSC' | 'PAL';
}

/**
 * The text of `SYSTEM.CNF`: ASCII, CRLF, ending with a newline, without which some consoles do not boot.
 * @throws Error when the program's name is not a serial such as `PSML_000.01`.
 */
export function formatSystemCnf(cnf: SystemCnf): Uint8Array {
  checkSerial(cnf.bootFile);
  if (!/^[0-9]\.[0-9]{2}$/.test(cnf.version)) {
    throw new Error(`"${cnf.version}" cannot be the version in SYSTEM.CNF: write it like 1.00.`);
  }
  const lines = [`BOOT2 = cdrom0:\\${cnf.bootFile};1`, `VER = ${cnf.version}`, `VMODE = ${cnf.videoMode}`];
  return new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(''));
}

/**
 * Reads `SYSTEM.CNF` as loosely as the console does: any spacing, LF or CRLF, keys in any order.
 * `VER` and `VMODE` may be missing; they do not matter for booting.
 * @throws Error in words when it does not name a program to boot.
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
        ? 'SYSTEM.CNF has BOOT instead of BOOT2: this is a disc for the first PlayStation.'
        : 'SYSTEM.CNF has no line "BOOT2 = cdrom0:\\NAME;1", so there is nothing to boot.',
    );
  }
  const name = /^cdrom0?:\\?([^\\;/]+)(?:;1)?$/i.exec(boot.split(' ')[0] ?? '')?.[1];
  if (name === undefined) {
    throw new Error(
      `SYSTEM.CNF says BOOT2 = ${boot}: expected cdrom0:\\NAME;1 with a file of the root directory.`,
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
