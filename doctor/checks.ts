import { errorText } from '../common/errorText';
import { nodeImplementations, type ImplementedTarget } from '../debug-adapter/node/implementations';
import { checkAgain, type DoctorCheck } from '../targets/doctorCheck';
import { compilerCheck } from './compiler';
import { projectCheck } from './project';

/** What checks look at; what is not given is looked for. */
export interface DoctorSubject {
  /** Absolute path of the folder that is open. */
  readonly folder?: string;
  /** What the settings say of the fields of each target, by its id. */
  readonly own: Readonly<Record<string, unknown>>;
}

/** Everything that the Doctor looks at, in the order of its page: the project, the compiler, then each target. */
export function doctorChecks(
  subject: DoctorSubject,
  implementations: readonly ImplementedTarget[] = nodeImplementations,
): readonly DoctorCheck[] {
  return [
    projectCheck(subject),
    compilerCheck(subject),
    ...implementations.flatMap((target) => checksOf(target, subject.own[target.descriptor.id])),
  ];
}

/** Settings that cannot be are a finding too. */
function checksOf({ descriptor, checks }: ImplementedTarget, own: unknown): readonly DoctorCheck[] {
  try {
    return checks(own);
  } catch (error) {
    const what = errorText(error);
    const { id, label } = descriptor;
    const why = `The ${id} target cannot be checked before this is changed in the settings.`;
    const finding = { status: 'error', what, why, action: checkAgain } as const;
    return [{ id, title: label, run: () => Promise.resolve(finding) }];
  }
}
