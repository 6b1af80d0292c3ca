import type { IniText } from './iniText';
import {
  checkSettings,
  settingsOf,
  withFindings,
  type SettingFinding,
  type SettingsWanted,
} from './settings';

/** What would be changed in PCSX2's settings, and how that is told to a person. */
export interface SettingsProposal {
  /** Those with a change, and those that only PCSX2 itself can settle. */
  readonly findings: readonly SettingFinding[];
  /** A session cannot begin without it. */
  readonly isNeeded: boolean;
  readonly ini: IniText;
  /** A line for each: `PINE: off → on. The debugger reaches the console through PINE.` */
  readonly lines: readonly string[];
}

/** What must change so that a debugger can come in. @returns undefined when all is well. */
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
