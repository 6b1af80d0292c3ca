import type { IniText } from '../../debug-adapter/pcsx2/iniText';
import type { Pcsx2Installation, Pcsx2Search } from '../../debug-adapter/pcsx2/installation';
import type { SettingsChange, SettingsFile } from '../../debug-adapter/pcsx2/node/settingsFile';

/** The PCSX2 of this machine and its settings. */
export interface Pcsx2Access {
  /** @param setting `ps2ml.pcsx2.path`; empty looks for it. */
  find(setting: string): Promise<Pcsx2Search>;
  /** undefined when PCSX2 was never started. @throws Error when the settings cannot be read. */
  settings(installation: Pcsx2Installation): Promise<SettingsFile | undefined>;
  /** @throws Error when the file was changed in the meantime. */
  change(file: SettingsFile, ini: IniText): Promise<SettingsChange>;
}
