import { sectorBytes, type DiscType } from './sector';

/**
 * How long the drive of a PlayStation 2 takes. The numbers are those of PCSX2's drive model (CDVD, constant
 * angular velocity): transfer rises linearly from 40 % of the top speed at the inner edge to 100 % at the outer
 * edge; a seek costs one of two fixed times by distance. They are an emulator's assumptions, not measurements.
 */
export interface DriveTiming {
  /** Bytes per second at the outer edge. */
  readonly topSpeed: number;
  /** Part of `topSpeed` at the first sector: 1 where all sectors are equally fast. */
  readonly innerShare: number;
  /** Sectors over which the speed rises to `topSpeed`. */
  readonly sectorsToEdge: number;
  /** Below this distance, in sectors, the head reads over the gap instead of seeking. */
  readonly contiguousSectors: number;
  /** Below this distance, in sectors, a seek is a fast one. */
  readonly fastSeekSectors: number;
  /** Milliseconds of a seek shorter than `fastSeekSectors`, and of a longer one. */
  readonly fastSeekMs: number;
  readonly fullSeekMs: number;
  /** Milliseconds of one rotation. */
  readonly rotationMs: number;
}

/** CD at 24x of 153,600 B/s (1.47 … 3.69 MB/s), DVD at 4x of 1,382,400 B/s (2.21 … 5.53 MB/s). */
export const driveTimings: Readonly<Record<DiscType, DriveTiming>> = {
  cd: {
    topSpeed: 24 * 153_600,
    innerShare: 0.4,
    sectorsToEdge: 360_000,
    contiguousSectors: 8,
    fastSeekSectors: 4_371,
    fastSeekMs: 30,
    fullSeekMs: 100,
    rotationMs: 60_000 / (24 * 214),
  },
  dvd: {
    topSpeed: 4 * 1_382_400,
    innerShare: 0.4,
    sectorsToEdge: 2_298_496,
    contiguousSectors: 16,
    fastSeekSectors: 14_764,
    fastSeekMs: 30,
    fullSeekMs: 100,
    rotationMs: 60_000 / (4 * 570),
  },
};

/** Milliseconds until a stopped disc spins. */
export const spinUpMs = 333;

/** PCSX2 treats an image with more sectors than this as a DVD, others as a CD. */
export const largestCdImageSectors = 452_849;

/** The medium that PCSX2 assumes for an image of this many sectors. */
export const discTypeOfImage = (sectors: number): DiscType =>
  sectors > largestCdImageSectors ? 'dvd' : 'cd';

/** EE cycles per second and per millisecond. */
export const eeCyclesPerSecond = 294_912_000;
export const eeCyclesPerMs = eeCyclesPerSecond / 1000;

/** Where the head is; plain data, part of a console's snapshot. */
export interface DriveHead {
  /** Sector that passes under the head next. */
  readonly lba: number;
  readonly spinning: boolean;
}

/** A disc in a stopped drive. */
export const headAtRest: DriveHead = { lba: 0, spinning: false };

/** How the head gets to the first sector: it is there, reads over a gap, waits for a rotation, seeks, spins up. */
export type Positioning = 'none' | 'skip' | 'turn' | 'fast-seek' | 'full-seek' | 'spin-up';

/** The time of one read in milliseconds, and where it leaves the head. */
export interface ReadTime {
  readonly positioning: Positioning;
  /** Until the first sector is under the head. */
  readonly positioningMs: number;
  readonly transferMs: number;
  readonly totalMs: number;
  readonly head: DriveHead;
}

/** Bytes per second at a sector. */
export function transferSpeed({ topSpeed, innerShare, sectorsToEdge }: DriveTiming, lba: number): number {
  return topSpeed * (innerShare + (1 - innerShare) * Math.min(1, lba / sectorsToEdge));
}

/** The time of reading `sectors` sectors from `lba` on. */
export function readTime(timing: DriveTiming, head: DriveHead, lba: number, sectors: number): ReadTime {
  const { positioning, ms } = position(timing, head, lba);
  // The speed in the middle of the read: it changes by less than 1 % over a read that fits in RAM.
  const transferMs = (1000 * sectors * sectorBytes) / transferSpeed(timing, lba + sectors / 2);
  return {
    positioning,
    positioningMs: ms,
    transferMs,
    totalMs: ms + transferMs,
    head: { lba: lba + sectors, spinning: true },
  };
}

/** Milliseconds in whole EE cycles. */
export const cyclesOfMs = (ms: number): number => Math.round(ms * eeCyclesPerMs);

function position(
  timing: DriveTiming,
  head: DriveHead,
  lba: number,
): { positioning: Positioning; ms: number } {
  if (!head.spinning) return { positioning: 'spin-up', ms: spinUpMs };
  const delta = lba - head.lba;
  const distance = Math.abs(delta);
  if (delta === 0) return { positioning: 'none', ms: 0 };
  if (distance >= timing.fastSeekSectors) return { positioning: 'full-seek', ms: timing.fullSeekMs };
  if (distance >= timing.contiguousSectors) return { positioning: 'fast-seek', ms: timing.fastSeekMs };
  // A sector that has just passed the head returns after one rotation.
  if (delta < 0) return { positioning: 'turn', ms: timing.rotationMs };
  return {
    positioning: 'skip',
    ms: (1000 * delta * sectorBytes) / transferSpeed(timing, head.lba + delta / 2),
  };
}
