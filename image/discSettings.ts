import type { ImageOptions, Placement } from '../disc/imageLayout';
import type { DiscType } from '../disc/sector';
import { defaultDiscCode, rawModelName, weightsName } from './bootFiles';

/** The TV region in SYSTEM.CNF. */
export type Region = 'ntsc' | 'pal';

/** The identity of a disc. */
export interface DiscIdentity {
  readonly type: DiscType;
  /** Name of the boot program, which identifies the disc, such as `SLUS_200.00`. */
  readonly code: string;
  readonly region: Region;
  /** Volume name of the image. */
  readonly volume: string;
}

/** A file that is copied to the disc unchanged. */
export interface DiscFile {
  /** As the host opens it; in a project relative to the project's folder, or absolute. */
  readonly file: string;
  /** On the disc: 8.3, upper case. */
  readonly name: string;
}

/** How the disc of a run is made. */
export interface DiscSettings extends DiscIdentity {
  /** Files in addition to those of the model. */
  readonly files: readonly DiscFile[];
  /** A program of the user's own instead of ours. */
  readonly elf?: string;
  /** What it reads: the plan and its files, or the model's file. Default: the plan. */
  readonly reads?: 'plan' | 'psnt';
  /** Where the image is saved. Default: a folder of PS2 ML. */
  readonly image?: string;
}

/** The disc of a run without disc settings. */
export const defaultDisc: DiscSettings = {
  type: 'dvd',
  code: defaultDiscCode,
  region: 'ntsc',
  volume: 'PS2ML',
  files: [],
};

/** All settings of a disc of which some are set. The third letter of a code is the sales region: E is Europe, which uses PAL. */
export function completeDisc(set: Partial<DiscSettings>): DiscSettings {
  const region = set.code?.[2] === 'E' ? 'pal' : defaultDisc.region;
  return { ...defaultDisc, region, ...set };
}

/** What the image writer needs to know of a disc. */
export function imageOptionsOf(
  { type, volume, reads }: DiscIdentity & Pick<DiscSettings, 'reads'>,
  placement: Placement = 'inner',
): ImageOptions {
  const lastFile = reads === 'psnt' ? rawModelName : weightsName;
  return { discType: type, volume, lastFile, placement };
}
