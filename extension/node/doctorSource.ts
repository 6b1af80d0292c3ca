import { doctorChecks } from '../../cli/doctor/checks';
import { runCheck } from '../../cli/doctor/run';
import type { DoctorSource } from '../doctor/doctorSource';

/** The Doctor of this machine. */
export const nodeDoctor: DoctorSource = { checks: doctorChecks, run: runCheck };
