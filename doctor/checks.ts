import type { Ps2LinkOptions } from '../debug-adapter/ps2link/launchOptions';
import type { DoctorCheck } from './check';
import { compilerCheck } from './compiler';
import { machineCheck } from './machine';
import { pcsx2Check, pcsx2SettingsCheck } from './pcsx2';
import { pineCheck } from './pine';
import { projectCheck } from './project';
import { ps2linkCheck, ps2linkInterfaceCheck } from './ps2link';

/** What checks look at; what is not given is looked for. */
export interface DoctorSubject {
  /** Absolute path of the folder that is open. */
  readonly folder?: string;
  /** The setting `ps2ml.pcsx2.path`; empty looks for PCSX2. */
  readonly pcsx2Path: string;
  /** The settings `ps2ml.ps2link.*`; no address: no console. */
  readonly ps2link?: Partial<Ps2LinkOptions>;
}

/** Everything that the Doctor looks at, in the order of its page. A target adds its lines here. */
export function doctorChecks(subject: DoctorSubject): readonly DoctorCheck[] {
  return [
    projectCheck(subject),
    compilerCheck(subject),
    machineCheck,
    pcsx2Check(subject),
    pcsx2SettingsCheck(subject),
    pineCheck(subject),
    ps2linkInterfaceCheck(subject),
    ps2linkCheck(subject),
  ];
}
