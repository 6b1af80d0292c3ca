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

/** The constants of a drive, and the time of each request besides positioning and transfer, in milliseconds. */
export interface DriveConstants {
  /** Bytes per second at the outer edge. */
  readonly topSpeed: number;
  readonly fastSeekMs: number;
  readonly fullSeekMs: number;
  readonly rotationMs: number;
  readonly requestMs: number;
}

/** Constants fitted to the measurements of a run, and their error. */
export interface DriveCalibration extends DriveConstants {
  /** Reads that they were fitted to. */
  readonly reads: number;
  /** The measured constants; the others are still the model's assumptions. */
  readonly measured: readonly (keyof DriveConstants)[];
  /** Of the single reads: mean of the absolute differences of model and measurement. */
  readonly errorMs: number;
  /** Of all reads together: (model − measurement) / measurement. */
  readonly errorShare: number;
}

/** A read that follows another. */
interface MeasuredRead {
  readonly head: DriveHead;
  readonly lba: number;
  readonly sectors: number;
  readonly ms: number;
}

/** In the order of the unknowns. */
const names = ['requestMs', 'topSpeed', 'fastSeekMs', 'fullSeekMs', 'rotationMs'] as const;
const seekUnknowns: Partial<Record<Positioning, number>> = { 'fast-seek': 2, 'full-seek': 3, turn: 4 };
/**
 * A read counts as disturbed, for example repeated, if its time differs from the model by this many times the median.
 */
const outlier = 8;
/** Minimum number of reads for a result. */
const leastReads = 8;

/** Collects the reads of a trace that have a known predecessor, and so a known seek distance. */
export class DriveCalibrator {
  private readonly reads: MeasuredRead[] = [];
  private head: DriveHead | undefined;

  /** @param most limit of collected reads; the first of a run are as good as the last. */
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

  /** The constants that fit best; undefined if too little was measured. @param timing of the medium. */
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
  // The unknown of the speed is the factor by which the drive is slower than the model.
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
