import { copyFile, readFile, rm } from 'node:fs/promises';
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
 * @returns undefined when PCSX2 has not written any yet: it was never started.
 * @throws Error in words when the file cannot be read.
 */
export async function readPcsx2Settings(
  installation: Pick<Pcsx2Installation, 'settingsFile'>,
): Promise<SettingsFile | undefined> {
  const { settingsFile: path } = installation;
  try {
    const ini = new IniText(await readFile(path, 'utf8'));
    return { path, ini, settings: settingsOf(ini) };
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw new Error(`PCSX2's settings ${path} cannot be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

/** A change of settings that can be taken back. */
export interface SettingsChange {
  /** Copy of the file as it was. */
  readonly backup: string;
  /** Puts the old settings back. @throws Error in words when the file was changed since. */
  undo(): Promise<void>;
}

/**
 * Writes other settings, after a copy of the old ones was made beside them.
 * @throws Error in words when the file is not as it was read any more; then nothing is changed.
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

/** PCSX2 writes its settings itself; what it has written must not be lost. */
async function expectText(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8')) === text) return;
  throw new Error(`${path} was changed by another program meanwhile, so it is left alone: try again.`);
}

async function write(path: string, text: string): Promise<void> {
  await writeFileAtomically(path, (output) => output.write(new TextEncoder().encode(text)));
}
