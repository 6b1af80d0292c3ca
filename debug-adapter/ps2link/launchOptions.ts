import { isRecord } from '../../common/guards';
import { commandPort, filePort } from '../../ps2/ps2link/wire';

/** What a launch configuration says of a console with ps2link, under `ps2link`. */
export interface Ps2LinkOptions {
  /** Address of the console; empty when the configuration names none. */
  readonly address: string;
  /** Address of this PC's interface that leads there; empty for the one that the system would take, "0.0.0.0" for all. */
  readonly bind: string;
  readonly filePort: number;
  readonly commandPort: number;
  /** The UDP port here to which the console sends its log. */
  readonly logPort: number;
  /** Where the program reads the model: `host`, from this PC, or `disc`, from a disc in the console's drive. */
  readonly files: 'host' | 'disc';
  /** A folder that the console may see as `host:` beside the session's own files. */
  readonly folder?: string;
  /** Whether the console may write there. */
  readonly writable: boolean;
  /** How long a console needs after a reset until its ps2link listens again, in milliseconds. */
  readonly resetMs: number;
}

export const defaultPs2LinkOptions: Ps2LinkOptions = {
  address: '',
  bind: '',
  filePort,
  commandPort,
  logPort: commandPort,
  files: 'host',
  writable: false,
  resetMs: 3000,
};

/** Reads `ps2link` of a launch configuration. `problem`: what is wrong with it first. */
export function readPs2LinkOptions(value: unknown): {
  readonly value: Ps2LinkOptions;
  readonly problem?: string;
} {
  const problems: string[] = [];
  const fields = isRecord(value) ? value : {};
  const wrong = (name: string, expected: string): void => {
    problems.push(`"${name}" is ${JSON.stringify(fields[name])}, expected ${expected}.`);
  };
  if (!isRecord(value)) problems.push('it is no object.');
  for (const name of Object.keys(fields)) {
    if (name in defaultPs2LinkOptions || name === 'folder') continue;
    problems.push(
      `"${name}" is not known; there are ${Object.keys(defaultPs2LinkOptions).join(', ')} and folder.`,
    );
  }
  const text = (name: 'address' | 'bind', pattern: RegExp, expected: string): string => {
    const given = fields[name];
    // The default too may be said, so that what was read can be read again.
    if (given === undefined || given === defaultPs2LinkOptions[name]) return defaultPs2LinkOptions[name];
    if (typeof given === 'string' && pattern.test(given)) return given;
    wrong(name, expected);
    return defaultPs2LinkOptions[name];
  };
  const whole = (name: 'filePort' | 'commandPort' | 'logPort' | 'resetMs', most: number): number => {
    const given = fields[name];
    if (given === undefined) return defaultPs2LinkOptions[name];
    if (typeof given === 'number' && Number.isInteger(given) && given >= 0 && given <= most) return given;
    wrong(name, `a whole number from 0 to ${most}`);
    return defaultPs2LinkOptions[name];
  };
  const { files = 'host', folder, writable = false } = fields;
  if (files !== 'host' && files !== 'disc') wrong('files', '"host" or "disc"');
  if (folder !== undefined && typeof folder !== 'string') wrong('folder', 'the path of a folder');
  if (typeof writable !== 'boolean') wrong('writable', 'true or false');
  const ipv4 = /^(?:(?:\d{1,3}\.){3}\d{1,3})?$/;
  const options: Ps2LinkOptions = {
    // Empty is as good as none: whoever launches on a console is told to name it.
    address: text('address', ipv4, 'an address such as "192.168.0.10"'),
    bind: text(
      'bind',
      ipv4,
      'an address of this PC, "0.0.0.0" for all, or "" for the one that leads to the console',
    ),
    filePort: whole('filePort', 65535),
    commandPort: whole('commandPort', 65535),
    logPort: whole('logPort', 65535),
    files: files === 'disc' ? 'disc' : 'host',
    ...(typeof folder === 'string' && { folder }),
    writable: writable === true,
    resetMs: whole('resetMs', 60_000),
  };
  const [problem] = problems;
  return { value: options, ...(problem !== undefined && { problem }) };
}
