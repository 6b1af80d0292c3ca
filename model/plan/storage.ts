import { driveTimings, type DriveTiming } from '../../disc/drive';
import type { DriveConstants } from '../trace/calibration';
import { discCapacity } from '../../disc/sector';

/** The media that weights could be read from. */
export type StorageId = 'dvd' | 'cd' | 'hdd' | 'usb' | 'host';

/** A medium and its constants. Except for the two discs, these are assumptions that users can change. */
export interface Storage {
  readonly id: StorageId;
  readonly label: string;
  readonly timing: DriveTiming;
  /** Milliseconds that each read takes in addition to seek and transfer: the calls from the EE to the IOP and back. */
  readonly requestMs: number;
  /** Sectors of the medium, for a layout that uses its edge. 0 if all places are equally fast. */
  readonly capacity: number;
  /** The source of the constants, as a text for users. */
  readonly source: string;
}

const drive = 'the drive model of PCSX2, which the built-in console uses too; not measured on hardware';

/** A call to the CDVD service with its work on the EE. Measured on the built-in console: 0.065 to 0.21. */
const discRequestMs = 0.1;

/** A medium with the same speed everywhere and no seek time. */
const evenTiming = {
  innerShare: 1,
  sectorsToEdge: 1,
  contiguousSectors: Infinity,
  fastSeekSectors: Infinity,
  fastSeekMs: 0,
  fullSeekMs: 0,
  rotationMs: 0,
};

export const storages: readonly Storage[] = [
  {
    id: 'dvd',
    label: 'DVD 4x',
    timing: driveTimings.dvd,
    requestMs: discRequestMs,
    capacity: discCapacity.dvd,
    source: drive,
  },
  {
    id: 'cd',
    label: 'CD 24x',
    timing: driveTimings.cd,
    requestMs: discRequestMs,
    capacity: discCapacity.cd,
    source: drive,
  },
  {
    id: 'hdd',
    label: 'Hard disk',
    timing: { ...evenTiming, topSpeed: 20e6, contiguousSectors: 256, fastSeekSectors: 1, fullSeekMs: 12 },
    requestMs: 0.2,
    capacity: 0,
    source: 'an assumption for an IDE disk in the expansion bay; change it to the speed of yours',
  },
  {
    id: 'usb',
    label: 'USB stick',
    timing: { ...evenTiming, topSpeed: 1e6 },
    requestMs: 2,
    capacity: 0,
    source:
      'an assumption below the limit of 1.216 MB/s for USB 1.1 bulk transfers (USB 1.1 specification, 5.8.4)',
  },
  {
    id: 'host',
    label: 'host: over ps2link',
    timing: { ...evenTiming, topSpeed: 2e6 },
    requestMs: 5,
    capacity: 0,
    source:
      'an assumption for one request at a time over 100 Mbit/s Ethernet; change it to the speed of your network',
  },
];

/** The medium with an id. @throws Error when it is unknown. */
export function storageOf(id: StorageId): Storage {
  const found = storages.find((storage) => storage.id === id);
  if (found === undefined) throw new Error(`Unknown storage "${id}".`);
  return found;
}

/** A medium with measured constants. */
export function calibratedStorage(
  storage: Storage,
  { requestMs, ...drive }: DriveConstants,
  source: string,
): Storage {
  return { ...storage, timing: { ...storage.timing, ...drive }, requestMs, source };
}
