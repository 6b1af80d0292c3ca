import type { ImageOptions, Placement } from '../disc/imageLayout';
import type { DiscType } from '../disc/sector';
import { defaultSerial, weightsName } from './bootFiles';

/** The television standard that SYSTEM.CNF asks for. */
export type Region = 'ntsc' | 'pal';

/** What a disc says of itself. */
export interface DiscIdentity {
  readonly type: DiscType;
  /** Name of the program that the disc boots, which tells discs apart, such as `SLUS_200.00`. */
  readonly code: string;
  readonly region: Region;
  /** Volume name of the image. */
  readonly volume: string;
}

/** A file that goes onto the disc as it is. */
export interface DiscFile {
  /** As the host opens it; in a project relative to the project's folder, or absolute. */
  readonly file: string;
  /** On the disc: 8.3, capitals. */
  readonly name: string;
}

/** How the disc of a run is made. */
export interface DiscSettings extends DiscIdentity {
  /** Files besides those of the model. */
  readonly files: readonly DiscFile[];
  /** A program in place of ours that executes the plan. */
  readonly elf?: string;
  /** Where the image is kept; without it, in a folder of PS2 ML's own. */
  readonly image?: string;
}

/** The disc of a run whose settings say nothing about it. */
export const defaultDisc: DiscSettings = {
  type: 'dvd',
  code: defaultSerial,
  region: 'ntsc',
  volume: 'PS2ML',
  files: [],
};

/** What the image writer needs to know of a disc. */
export function imageOptionsOf({ type, volume }: DiscIdentity, placement: Placement = 'inner'): ImageOptions {
  return { discType: type, volume, last: weightsName, placement };
}
