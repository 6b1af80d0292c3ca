import { bootPathError, bootPathOf } from './bootPath';
import { checkDiscCode } from './fileName';
import { parseLines } from './systemCnfLines';

/** The settings in `SYSTEM.CNF`: which program to boot, its version, the TV region. */
export interface SystemCnf {
  /** Path of the program from the root directory, such as `PSML_000.01` or `DATA\PSML_000.01`. */
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
 * Reads `SYSTEM.CNF` as leniently as discs are written: any spacing and line ends, keys in any order and case. Of a key
 * set twice, the last value holds. `VER` and `VMODE` may be missing; they are not used for booting.
 * @throws {Error} when it names no program that a console can boot.
 */
export function parseSystemCnf(bytes: Uint8Array): SystemCnf {
  const values = new Map<string, string>();
  for (const { key, equals, value } of parseLines(new TextDecoder().decode(bytes))) {
    if (key && equals !== undefined) values.set(key.text.toUpperCase(), value?.text ?? '');
  }
  const boot = values.get('BOOT2');
  if (boot === undefined) {
    throw new Error(
      values.has('BOOT')
        ? 'This is a PlayStation 1 disc: SYSTEM.CNF has BOOT instead of BOOT2.'
        : 'SYSTEM.CNF has no line "BOOT2 = cdrom0:\\NAME;1": nothing to boot.',
    );
  }
  const parts = bootPathOf(boot);
  const problem = bootPathError(parts);
  if (problem !== undefined) throw new Error(`SYSTEM.CNF: BOOT2 = ${boot}: ${problem}`);
  return {
    bootFile: parts.path.toUpperCase(),
    version: values.get('VER') ?? '1.00',
    videoMode: values.get('VMODE')?.toUpperCase() === 'PAL' ? 'PAL' : 'NTSC',
  };
}
