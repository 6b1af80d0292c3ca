import { driveTimings, type DriveTiming } from '../../disc/drive';
import type { DriveConstants } from '../trace/calibration';
import { discCapacity } from '../../disc/sector';

/** What weights could be read from. */
export type StorageId = 'dvd' | 'cd' | 'hdd' | 'usb' | 'host';

/** A medium by its constants. Everything but the two discs is an assumption that a user may change. */
export interface Storage {
  readonly id: StorageId;
  readonly label: string;
  readonly timing: DriveTiming;
  /** Milliseconds that each read costs beside seek and transfer: the calls from the EE to the IOP and back. */
  readonly requestMs: number;
  /** Sectors of the medium, for a layout that uses its edge; 0 where no place is faster than another. */
  readonly capacity: number;
  /** Where the constants come from, in words. */
  readonly source: string;
}

const drive = 'PCSX2’s drive model, which the built-in console follows; not measured on hardware';

/** A call to the CDVD service and what the EE does for it, as measured on the built-in console: 0.065 to 0.21. */
const discRequestMs = 0.1;

/** As fast everywhere, and no time to get to a place. */
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
    source: 'an assumption: an IDE disk behind the expansion bay; change it to what yours does',
  },
  {
    id: 'usb',
    label: 'USB stick',
    timing: { ...evenTiming, topSpeed: 1e6 },
    requestMs: 2,
    capacity: 0,
    source: 'an assumption below the 1.216 MB/s that USB 1.1 carries in bulk (USB 1.1 specification, 5.8.4)',
  },
  {
    id: 'host',
    label: 'host: over ps2link',
    timing: { ...evenTiming, topSpeed: 2e6 },
    requestMs: 5,
    capacity: 0,
    source:
      'an assumption: one request at a time over 100 Mbit/s Ethernet; change it to what your network does',
  },
];

/** The medium of an id. */
export function storageOf(id: StorageId): Storage {
  const found = storages.find((storage) => storage.id === id);
  if (found === undefined) throw new Error(`There is no storage "${id}".`);
  return found;
}

/** A medium with constants that were measured. */
export function calibratedStorage(
  storage: Storage,
  { requestMs, ...drive }: DriveConstants,
  source: string,
): Storage {
  return { ...storage, timing: { ...storage.timing, ...drive }, requestMs, source };
}
