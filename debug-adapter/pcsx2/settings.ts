import { defaultSlot } from '../../ps2/pine/wire';
import { IniText, type IniChange } from './iniText';

/** The settings of PCSX2 that matter to the debugger. Source of the names of sections and keys: PCSX2. */
export interface Pcsx2Settings {
  readonly enablePine: boolean;
  readonly pineSlot: number;
  readonly hostFs: boolean;
  readonly enableEeConsole: boolean;
  /** Achievements in hardcore mode, which disables PINE. */
  readonly hardcore: boolean;
  /** PCSX2 shows its first set-up at the next start. */
  readonly setupIncomplete: boolean;
}

/** The settings in the text of `PCSX2.ini`, with the defaults of PCSX2. */
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

/** The settings that a session needs. */
export interface SettingsWanted {
  readonly slot: number;
  /** Whether the program opens files of `host:`. */
  readonly hostFs?: boolean;
}

/** One setting, compared with what a session needs. */
export interface SettingFinding {
  /** `EmuCore/EnablePINE`; unique. */
  readonly key: string;
  readonly title: string;
  /** `error`: a session cannot start. `warning`: a session lacks something. */
  readonly level: 'ok' | 'warning' | 'error';
  /** The value for the user: `off`, `28011`. */
  readonly found: string;
  readonly wanted: string;
  /** A sentence about its purpose. */
  readonly why: string;
  /** The change of `PCSX2.ini`; absent if none is needed, or if only PCSX2 can make it. */
  readonly change?: IniChange;
}

/** Compares every setting that matters with what a session needs. */
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
      why: 'Start PCSX2 once yourself and complete its set-up: it needs the BIOS of your own console.',
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
      'Hardcore mode disables PINE.',
    ),
    flag(
      ['Logging', 'EnableEEConsole'],
      'EE console log',
      [settings.enableEeConsole, true],
      'warning',
      'Without it, the output of the program does not reach the Debug Console.',
    ),
    hostFs || settings.hostFs
      ? flag(
          ['EmuCore', 'HostFs'],
          'Host file system',
          [settings.hostFs, hostFs || settings.hostFs],
          'warning',
          'A program needs it to open files of host:.',
        )
      : {
          key: 'EmuCore/HostFs',
          title: 'Host file system',
          level: 'ok',
          found: 'off',
          wanted: 'on or off',
          why: 'A program needs it to open files of host:. A disc image does not need it.',
        },
  ];
}

/** The text with the changes of the findings. */
export function withFindings(ini: IniText, findings: readonly SettingFinding[]): IniText {
  return findings.reduce((text, { change }) => (change ? text.with(change) : text), ini);
}

/** Reads a flag as PCSX2 does. */
function isTrue(value: string | undefined): boolean {
  return ['true', 'yes', 'on', '1', 'enabled'].includes(value?.toLowerCase() ?? '');
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}
