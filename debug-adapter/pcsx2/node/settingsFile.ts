import { copyFile, readFile, rm } from 'node:fs/promises';
import { errorText, systemCode, systemReason } from '../../../common/errorText';
import { writeFileAtomically } from '../../../disc/node/atomicFile';
import { IniText } from '../iniText';
import type { Pcsx2Installation } from '../installation';
import { settingsOf, type Pcsx2Settings } from '../settings';

/** `PCSX2.ini` as it was read. */
export interface SettingsFile {
  readonly path: string;
  readonly ini: IniText;
  readonly settings: Pcsx2Settings;
}

/**
 * Reads the settings of an installation.
 * @returns undefined if the file does not exist, because PCSX2 was never started.
 * @throws Error when the file cannot be read.
 */
export async function readPcsx2Settings(
  installation: Pick<Pcsx2Installation, 'settingsFile'>,
): Promise<SettingsFile | undefined> {
  const { settingsFile: path } = installation;
  try {
    const ini = new IniText(await readFile(path, 'utf8'));
    return { path, ini, settings: settingsOf(ini) };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new Error(
      `Cannot read the settings of PCSX2 in ${path}: ${systemReason(error) ?? errorText(error)}.`,
      {
        cause: error,
      },
    );
  }
}

/** A change of settings that can be undone. */
export interface SettingsChange {
  /** A copy of the original file. */
  readonly backup: string;
  /** Restores the original settings. @throws Error when the file has changed since. */
  undo(): Promise<void>;
}

/**
 * Writes new settings, after making a copy of the file next to it.
 * @throws Error when the file has changed since it was read. Nothing is written then.
 */
export async function writePcsx2Settings(file: SettingsFile, ini: IniText): Promise<SettingsChange> {
  const { path } = file;
  await expectText(path, file.ini.text);
  const backup = `${path}.ps2ml-backup`;
  await copyFile(path, backup);
  await write(path, ini.text);
  return {
    backup,
    undo: async () => {
      await expectText(path, ini.text);
      await write(path, file.ini.text);
      await rm(backup, { force: true });
    },
  };
}

/** PCSX2 also writes its settings, and its changes must not be lost. */
async function expectText(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8')) === text) return;
  throw new Error(`Another program has changed ${path} meanwhile, so nothing was written: try again.`);
}

async function write(path: string, text: string): Promise<void> {
  await writeFileAtomically(path, (output) => output.write(new TextEncoder().encode(text)));
}
