import type { DoctorCheck } from './check';
import { compilerCheck } from './compiler';
import { machineCheck } from './machine';
import { pcsx2Check, pcsx2SettingsCheck } from './pcsx2';
import { pineCheck } from './pine';
import { projectCheck } from './project';

/** What checks look at; what is not given is looked for. */
export interface DoctorSubject {
  /** Absolute path of the folder that is open. */
  readonly folder?: string;
  /** The setting `ps2ml.pcsx2.path`; empty looks for PCSX2. */
  readonly pcsx2Path: string;
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
  ];
}
