import { errorText } from '../common/errorText';
import { nodeImplementations, type ImplementedTarget } from '../debug-adapter/node/implementations';
import { checkAgain, type DoctorCheck } from '../targets/doctorCheck';
import { compilerCheck } from './compiler';
import { projectCheck, projectWith } from './project';

/** The input of the checks. Anything not given is searched for. */
export interface DoctorSubject {
  /** Absolute path of the open folder. */
  readonly folder?: string;
  /** The settings for the fields of each target, by its id. */
  readonly own: Readonly<Record<string, unknown>>;
  /** Targets that launch configurations choose, and the name of the file that does. */
  readonly chosen?: Readonly<Record<string, string>>;
}

/** All checks of the Doctor, in the order of its page: the project, the compiler, then each target. */
export function doctorChecks(
  subject: DoctorSubject,
  implementations: readonly ImplementedTarget[] = nodeImplementations,
): readonly DoctorCheck[] {
  return [
    projectCheck(subject),
    compilerCheck(subject),
    ...implementations.flatMap((target) =>
      checksOf(target, subject.own[target.descriptor.id]).map((check) =>
        required(check, target.descriptor.id, subject),
      ),
    ),
  ];
}

/** Invalid settings are a finding too. */
function checksOf({ descriptor, checks }: ImplementedTarget, own: unknown): readonly DoctorCheck[] {
  try {
    return checks(own);
  } catch (error) {
    const what = errorText(error);
    const { id, label } = descriptor;
    const why = `Correct the setting to check the target ${id}.`;
    const finding = { status: 'error', what, why, action: checkAgain } as const;
    return [{ id, title: label, run: () => Promise.resolve(finding) }];
  }
}

/** What a chosen target needs is missing for good, not just not needed. */
function required(check: DoctorCheck, target: string, subject: DoctorSubject): DoctorCheck {
  return {
    ...check,
    async run(signal) {
      const finding = await check.run(signal);
      if (finding.status !== 'skipped' || finding.isRequired !== true) return finding;
      const chooser = subject.chosen?.[target] ?? (await projectWith(target, subject));
      if (chooser === undefined) return finding;
      return { ...finding, status: 'error', why: `${chooser} chooses the target ${target}, which needs it.` };
    },
  };
}
