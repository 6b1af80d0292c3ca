import { discTypeOfImage, driveTimings } from '../../disc/drive';
import { discCapacity, type DiscType } from '../../disc/sector';
import type { Provenance } from '../../model/trace/events';
import type { SessionDrive } from '../../model/trace/session';
import type { Program } from '../../project/program/program';
import type { LaunchArguments } from '../launch/launchArguments';

/** The drive with this medium. */
export const driveWith = (disc: DiscType): SessionDrive => ({ disc, timing: driveTimings[disc] });

/** The drive that a program reads its weights from; undefined where it reads from none. */
export function sessionDriveOf(
  { plan, placement, disc }: Pick<Program, 'plan' | 'placement' | 'disc'>,
  { ps2link }: Pick<LaunchArguments, 'ps2link'>,
  provenance: Provenance,
): SessionDrive | undefined {
  const type = disc?.type ?? 'dvd';
  switch (provenance) {
    case 'built-in console':
      return driveWith(type);
    case 'PCSX2':
      // It goes by the size of the image, which is little more than the weights unless they lie at the edge.
      return driveWith(
        discTypeOfImage(placement === 'outer' ? discCapacity[type] : plan.weightsFile.sectors),
      );
    case 'console':
      return ps2link.files === 'disc' ? driveWith(type) : undefined;
    case 'reference':
    case 'forecast':
      return undefined;
  }
}
