import { doctorChecks } from '../../doctor/checks';
import { runCheck } from '../../doctor/run';
import type { DoctorSource } from '../doctor/doctorSource';

/** The Doctor of this machine. */
export const nodeDoctor: DoctorSource = { checks: doctorChecks, run: runCheck };
