import { defaultSlot } from '../../ps2/pine/wire';
import { IniText, type IniChange } from './iniText';

/** What a debugger needs to know of PCSX2's settings. Names of sections and keys: PCSX2. */
export interface Pcsx2Settings {
  readonly enablePine: boolean;
  readonly pineSlot: number;
  readonly hostFs: boolean;
  readonly enableEeConsole: boolean;
  /** Achievements in hardcore mode, which switches PINE off. */
  readonly hardcore: boolean;
  /** PCSX2 asks for its first settings at its start. */
  readonly setupIncomplete: boolean;
}

/** The settings that the text of `PCSX2.ini` stands for, with PCSX2's own defaults. */
export function settingsOf(ini: IniText): Pcsx2Settings {
  const flag = (section: string, key: string): boolean => isTrue(ini.get(section, key));
  const slot = Number(ini.get('EmuCore', 'PINESlot') ?? defaultSlot);
  return {
    enablePine: flag('EmuCore', 'EnablePINE'),
    pineSlot: Number.isInteger(slot) ? slot : defaultSlot,
    hostFs: flag('EmuCore', 'HostFs'),
    enableEeConsole: flag('Logging', 'EnableEEConsole'),
    hardcore: flag('Achievements', 'Enabled') && flag('Achievements', 'ChallengeMode'),
    setupIncomplete: flag('UI', 'SetupWizardIncomplete'),
  };
}

/** What a session needs of the settings. */
export interface SettingsWanted {
  readonly slot: number;
  /** The program opens files of `host:`. */
  readonly hostFs?: boolean;
}

/** One setting held against what a session needs. */
export interface SettingFinding {
  /** `EmuCore/EnablePINE`; unique. */
  readonly key: string;
  readonly title: string;
  /** `error`: no session without it. `warning`: something is missing then. */
  readonly level: 'ok' | 'warning' | 'error';
  /** As a person reads it: `off`, `28011`. */
  readonly found: string;
  readonly wanted: string;
  /** What it is for, a sentence. */
  readonly why: string;
  /** What to write into `PCSX2.ini`; absent when all is well, or when PCSX2 itself must ask. */
  readonly change?: IniChange;
}

/** Holds every setting that matters against what a session needs. */
export function checkSettings(settings: Pcsx2Settings, wanted: SettingsWanted): SettingFinding[] {
  const flag = (
    [section, key]: readonly [string, string],
    title: string,
    [found, wants]: readonly [boolean, boolean],
    level: 'warning' | 'error',
    why: string,
  ): SettingFinding => ({
    key: `${section}/${key}`,
    title,
    level: found === wants ? 'ok' : level,
    found: onOff(found),
    wanted: onOff(wants),
    why,
    ...(found !== wants && { change: { section, key, value: String(wants) } }),
  });
  const { hostFs = false } = wanted;
  return [
    {
      key: 'UI/SetupWizardIncomplete',
      title: 'First set-up',
      level: settings.setupIncomplete ? 'error' : 'ok',
      found: settings.setupIncomplete ? 'not done' : 'done',
      wanted: 'done',
      why: 'Start PCSX2 once by hand and answer its questions: it needs a BIOS of your own console.',
    },
    flag(
      ['EmuCore', 'EnablePINE'],
      'PINE',
      [settings.enablePine, true],
      'error',
      'The debugger reaches the console through PINE.',
    ),
    {
      key: 'EmuCore/PINESlot',
      title: 'PINE slot',
      level: settings.pineSlot === wanted.slot ? 'ok' : 'error',
      found: String(settings.pineSlot),
      wanted: String(wanted.slot),
      why: 'PCSX2 and the debugger must use the same slot.',
      ...(settings.pineSlot !== wanted.slot && {
        change: { section: 'EmuCore', key: 'PINESlot', value: String(wanted.slot) },
      }),
    },
    flag(
      ['Achievements', 'ChallengeMode'],
      'Achievements in hardcore mode',
      [settings.hardcore, false],
      'error',
      'Hardcore mode switches PINE off.',
    ),
    flag(
      ['Logging', 'EnableEEConsole'],
      'EE console log',
      [settings.enableEeConsole, true],
      'warning',
      'Without it the text that the program prints does not reach the Debug Console.',
    ),
    hostFs || settings.hostFs
      ? flag(
          ['EmuCore', 'HostFs'],
          'Host file system',
          [settings.hostFs, hostFs || settings.hostFs],
          'warning',
          'A program that opens files of host: finds them only with it.',
        )
      : {
          key: 'EmuCore/HostFs',
          title: 'Host file system',
          level: 'ok',
          found: 'off',
          wanted: 'on or off',
          why: 'A program that opens files of host: finds them only with it; a disc image does not need it.',
        },
  ];
}

/** The text with what the findings ask for. */
export function withFindings(ini: IniText, findings: readonly SettingFinding[]): IniText {
  return findings.reduce((text, { change }) => (change ? text.with(change) : text), ini);
}

/** As PCSX2 reads flags. */
function isTrue(value: string | undefined): boolean {
  return ['true', 'yes', 'on', '1', 'enabled'].includes(value?.toLowerCase() ?? '');
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}
