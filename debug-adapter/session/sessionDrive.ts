import { driveTimings } from '../../disc/drive';
import { discCapacity, type DiscType } from '../../disc/sector';
import type { SessionDrive } from '../../model/trace/session';
import type { TargetDescriptor } from '../../targets/descriptor';
import type { Program } from '../../project/program/program';
import type { LaunchArguments } from '../launch/launchArguments';

/** The drive with this type of disc. */
export const driveWith = (disc: DiscType): SessionDrive => ({ disc, timing: driveTimings[disc] });

/** The drive that a program reads its weights from; undefined if it reads from none. */
export function sessionDriveOf(
  { plan, placement, disc }: Pick<Program, 'plan' | 'placement' | 'disc'>,
  { own }: Pick<LaunchArguments, 'own'>,
  descriptor: TargetDescriptor,
): SessionDrive | undefined {
  const type = disc?.type ?? 'dvd';
  // A disc image is little larger than the weights, unless they are at the outer edge.
  const sectors = placement === 'outer' ? discCapacity[type] : plan.weightsFile.sectors;
  const found = descriptor.discOf({ type, sectors }, own);
  return found && driveWith(found);
}
