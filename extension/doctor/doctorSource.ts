import type { DoctorCheck } from '../../targets/doctorCheck';
import type { DoctorSubject } from '../../doctor/checks';
import type { Result } from '../../doctor/run';

/** What the Doctor needs of the machine. */
export interface DoctorSource {
  checks(subject: DoctorSubject): readonly DoctorCheck[];
  /** What goes wrong in a check is a finding too. */
  run(check: DoctorCheck, signal: AbortSignal): Promise<Result>;
}
