import type { IniText } from './iniText';
import {
  checkSettings,
  settingsOf,
  withFindings,
  type SettingFinding,
  type SettingsWanted,
} from './settings';

/** A proposed change of PCSX2's settings, with its description. */
export interface SettingsProposal {
  /** Settings that PS2 ML can change, and those that only PCSX2 can. */
  readonly findings: readonly SettingFinding[];
  /** Whether a session cannot start without it. */
  readonly isNeeded: boolean;
  readonly ini: IniText;
  /** One line per change: `PINE: off → on. The debugger reaches the console through PINE.` */
  readonly lines: readonly string[];
}

/** The changes that debugging needs; undefined if there are none. */
export function proposalFor(
  ini: IniText,
  wanted: Omit<SettingsWanted, 'slot'> & { readonly slot?: number },
): SettingsProposal | undefined {
  const settings = settingsOf(ini);
  const slot = wanted.slot ?? settings.pineSlot;
  const findings = checkSettings(settings, { ...wanted, slot }).filter(({ level }) => level !== 'ok');
  if (findings.length === 0) return undefined;
  return {
    findings,
    isNeeded: findings.some(({ level }) => level === 'error'),
    ini: withFindings(ini, findings),
    lines: findings.map(
      ({ title, found, wanted: expected, why }) => `${title}: ${found} → ${expected}. ${why}`,
    ),
  };
}
