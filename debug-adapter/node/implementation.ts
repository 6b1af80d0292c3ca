import type { TargetDescriptor } from '../../targets/descriptor';
import type { FieldValues } from '../../targets/fields';
import type { LaunchArguments } from '../launch/launchArguments';
import type { Program } from '../../project/program/program';
import type { TargetOf } from '../targets/target';
import type { DoctorCheck } from '../../targets/doctorCheck';
import type { TargetFiles } from './targets';

/** Makes the target of a launch configuration, with the capabilities of its descriptor. */
export type OwnTargetFactory<D extends TargetDescriptor> = (
  program: Program,
  launch: LaunchArguments,
) => TargetOf<D>;

/** The code of a target in an environment with threads, files and a network. */
export interface TargetImplementation<D extends TargetDescriptor> {
  readonly factory: (files: TargetFiles) => OwnTargetFactory<D>;
  /** The Doctor's checks of this target; `own` contains its settings. */
  readonly checks: (own: FieldValues<D['fields']>) => readonly DoctorCheck[];
}
