import type { TargetDescriptor } from '../../targets/descriptor';
import type { FieldValues } from '../../targets/fields';
import type { LaunchArguments } from '../launch/launchArguments';
import type { Program } from '../../project/program/program';
import type { TargetOf } from '../targets/target';
import type { DoctorCheck } from '../../targets/doctorCheck';
import type { TargetFiles } from './targets';

/** Makes the target of a launch configuration, which can do what the descriptor says. */
export type OwnTargetFactory<D extends TargetDescriptor> = (
  program: Program,
  launch: LaunchArguments,
) => TargetOf<D>;

/** The code of a target where there are threads, files and a network. */
export interface TargetImplementation<D extends TargetDescriptor> {
  readonly factory: (files: TargetFiles) => OwnTargetFactory<D>;
  /** What the Doctor looks at; `own` is what the settings say. */
  readonly checks: (own: FieldValues<D['fields']>) => readonly DoctorCheck[];
}
