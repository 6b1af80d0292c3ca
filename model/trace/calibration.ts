import {
  readTime,
  transferSpeed,
  type DriveHead,
  type DriveTiming,
  type Positioning,
} from '../../disc/drive';
import { sectorBytes } from '../../disc/sector';
import type { TraceEvent } from './events';
import { leastSquares, type Equation } from './leastSquares';

/** The constants of a drive, and milliseconds that each read costs beside positioning and transfer. */
export interface DriveConstants {
  /** Bytes a second at the outer edge. */
  readonly topSpeed: number;
  readonly fastSeekMs: number;
  readonly fullSeekMs: number;
  readonly rotationMs: number;
  readonly requestMs: number;
}

/** Constants that fit what a run has measured, and how well they do. */
export interface DriveCalibration extends DriveConstants {
  /** Reads that they were fitted to. */
  readonly reads: number;
  /** What was measured; the others are the model's assumptions still. */
  readonly measured: readonly (keyof DriveConstants)[];
  /** Of the single reads: mean of the absolute differences of model and measurement. */
  readonly errorMs: number;
  /** Of all reads together: (model − measurement) / measurement. */
  readonly errorShare: number;
}

/** A read as the drive did it after another. */
interface MeasuredRead {
  readonly head: DriveHead;
  readonly lba: number;
  readonly sectors: number;
  readonly ms: number;
}

/** In the order of the unknowns. */
const names = ['requestMs', 'topSpeed', 'fastSeekMs', 'fullSeekMs', 'rotationMs'] as const;
const seekUnknowns: Partial<Record<Positioning, number>> = { 'fast-seek': 2, 'full-seek': 3, turn: 4 };
/** Reads whose time differs from the model's by so many times the median were disturbed, for example repeated. */
const outlier = 8;
/** Below so many reads nothing is said. */
const leastReads = 8;

/** Collects the reads of a trace whose predecessor is known, so that it is known how far the head had to move. */
export class DriveCalibrator {
  private readonly reads: MeasuredRead[] = [];
  private head: DriveHead | undefined;

  /** @param most how many reads are kept; the first of a run are as good as the last. */
  constructor(private readonly most = 20_000) {}

  add(events: readonly TraceEvent[]): void {
    for (const event of events) {
      if (event.type === 'lost') this.head = undefined;
      if (event.type !== 'read') continue;
      const { lba, sectors, ms } = event;
      const { head } = this;
      if (head !== undefined && lba !== undefined && ms !== undefined && this.reads.length < this.most) {
        this.reads.push({ head, lba, sectors, ms });
      }
      this.head = lba === undefined ? undefined : { lba: lba + sectors, spinning: true };
    }
  }

  /** The constants that fit best; undefined when too little was measured. @param timing of the medium that was in. */
  result(timing: DriveTiming): DriveCalibration | undefined {
    if (this.reads.length < leastReads) return undefined;
    const first = fit(this.reads, timing);
    const differences = this.reads.map((read) => Math.abs(timeOf(read, timing, first) - read.ms));
    const median = differences.toSorted((a, b) => a - b)[Math.floor(differences.length / 2)] ?? 0;
    const usual = this.reads.filter((_, i) => (differences[i] ?? 0) <= Math.max(0.05, outlier * median));
    const constants = fit(usual, timing);
    const kinds = new Set(usual.map((read) => unknownOf(read, timing)));
    return {
      ...constants,
      reads: usual.length,
      measured: names.filter((_, index) => index < 2 || kinds.has(index)),
      ...errorsOf(usual, timing, constants),
    };
  }
}

/** Milliseconds of a read by the model with these constants. */
export function timeOf(
  { head, lba, sectors }: Omit<MeasuredRead, 'ms'>,
  timing: DriveTiming,
  constants: DriveConstants,
): number {
  const { requestMs, ...drive } = constants;
  return requestMs + readTime({ ...timing, ...drive }, head, lba, sectors).totalMs;
}

function fit(reads: readonly MeasuredRead[], timing: DriveTiming): DriveConstants {
  // The unknown of the speed is how many times slower the drive is than the model says.
  const { fastSeekMs, fullSeekMs } = timing;
  const expected = [0, 1, fastSeekMs, fullSeekMs, timing.rotationMs];
  const [requestMs = 0, slower = 1, fast = fastSeekMs, full = fullSeekMs, turn = timing.rotationMs] =
    leastSquares(
      reads.map((read) => equationOf(read, timing)),
      expected,
    );
  return {
    requestMs: Math.max(0, requestMs),
    topSpeed: timing.topSpeed / Math.max(slower, 1e-3),
    fastSeekMs: Math.max(0, fast),
    fullSeekMs: Math.max(0, full),
    rotationMs: Math.max(0, turn),
  };
}

function equationOf(read: MeasuredRead, timing: DriveTiming): Equation {
  const { head, lba, sectors, ms } = read;
  const { positioning } = readTime(timing, head, lba, sectors);
  const transfer = (from: number, count: number): number =>
    (1000 * count * sectorBytes) / transferSpeed(timing, from + count / 2);
  // The head reads over a small gap.
  const gap = positioning === 'skip' ? transfer(head.lba, lba - head.lba) : 0;
  const factors = [1, transfer(lba, sectors) + gap, 0, 0, 0];
  const unknown = unknownOf(read, timing);
  if (unknown !== undefined) factors[unknown] = 1;
  return { factors, value: ms };
}

function unknownOf({ head, lba, sectors }: MeasuredRead, timing: DriveTiming): number | undefined {
  return seekUnknowns[readTime(timing, head, lba, sectors).positioning];
}

function errorsOf(
  reads: readonly MeasuredRead[],
  timing: DriveTiming,
  constants: DriveConstants,
): Pick<DriveCalibration, 'errorMs' | 'errorShare'> {
  let [all, distance, difference] = [0, 0, 0];
  for (const read of reads) {
    const off = timeOf(read, timing, constants) - read.ms;
    all += read.ms;
    distance += Math.abs(off);
    difference += off;
  }
  return { errorMs: distance / reads.length, errorShare: all === 0 ? 0 : difference / all };
}
