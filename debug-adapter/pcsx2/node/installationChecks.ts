import { changePcsx2Settings, locatePcsx2, type Action } from '../../../targets/action';
import { checkAgain, type DoctorCheck } from '../../../targets/doctorCheck';
import { checkSettings, type SettingFinding } from '../settings';
import { findPcsx2 } from './find';
import { readPcsx2Settings } from './settingsFile';

const builtIn = 'The built-in console does not need PCSX2.';

/** Checks where PCSX2 is. @param path the setting `ps2ml.pcsx2.path`; empty searches for it. */
export const pcsx2Check = (path: string): DoctorCheck => ({
  id: 'pcsx2',
  title: 'PCSX2',
  async run() {
    const found = await findPcsx2({ setting: path });
    if (found.installation === undefined) {
      const details = [`Looked at ${found.tried.join(', ')}.`];
      // A missing PCSX2 is an error only if the setting names one.
      const status = path === '' ? 'skipped' : 'error';
      const what = found.message;
      return { status, what, why: builtIn, details, action: locatePcsx2, isRequired: true };
    }
    const { name, kind, foundBy, dataRoot } = found.installation;
    return {
      status: 'ok',
      what: `${name} was found (${kind}, by ${foundBy}).`,
      why: 'F5 with the target pcsx2 starts it with the disc image.',
      details: [`Its settings and logs are in ${dataRoot}.`],
      action: locatePcsx2,
    };
  },
});

/** Checks whether the settings of PCSX2 allow debugging. */
export const pcsx2SettingsCheck = (path: string): DoctorCheck => ({
  id: 'pcsx2-settings',
  title: 'Settings of PCSX2',
  async run() {
    const { installation } = await findPcsx2({ setting: path });
    if (!installation) {
      const what = 'There are no settings to check, because PCSX2 was not found.';
      return { status: 'skipped', what, why: builtIn, action: checkAgain };
    }
    const file = await readPcsx2Settings(installation);
    if (!file) {
      return {
        status: 'error',
        what: `PCSX2 has no settings yet: ${installation.settingsFile} does not exist.`,
        why: 'Start PCSX2 once yourself and complete its set-up: it needs the BIOS of your own console.',
        action: checkAgain,
      };
    }
    const findings = checkSettings(file.settings, { slot: file.settings.pineSlot });
    const wrong = findings.filter(({ level }) => level !== 'ok');
    const details = findings.map(settingLine);
    const open: Action = { kind: 'openFile', label: 'Open', path: file.path };
    if (wrong.length === 0) {
      const what = 'They allow debugging.';
      return { status: 'ok', what, why: `They are read from ${file.path}.`, details, action: open };
    }
    const isChangeable = wrong.some(({ change }) => change !== undefined);
    return {
      status: wrong.some(({ level }) => level === 'error') ? 'error' : 'warning',
      what: `${wrong.map(({ title, found }) => `${title} is ${found}`).join(', ')}.`,
      why: wrong.map(({ why }) => why).join(' '),
      details,
      action: isChangeable ? changePcsx2Settings : open,
    };
  },
});

function settingLine({ title, found, wanted, level }: SettingFinding): string {
  return `${title}: ${found}${level === 'ok' ? '' : `, should be ${wanted}`}.`;
}
