import { storageOf } from '../plan/storage';
import { DriveCalibrator, type DriveConstants } from './calibration';
import type { TraceFile } from './file/reader';

/** A constant of a drive: as its model says, and as the reads of a run say, where they measured it. */
export interface DriveConstantFact {
  readonly name: string;
  readonly unit: string;
  readonly assumed: number;
  readonly fitted?: number;
}

/** The drive of a run, by the model of its speed and by the run's own reads. */
export interface DriveFacts {
  /** What lay in it: `DVD 4x`. */
  readonly medium: string;
  /** Where the model comes from, in words. */
  readonly source: string;
  readonly constants: readonly DriveConstantFact[];
  /** How well the fitted model does, or why nothing is fitted. */
  readonly sentence: string;
}

const names: readonly (readonly [keyof DriveConstants, name: string, unit: string, scale: number])[] = [
  ['topSpeed', 'speed at the edge', 'MB/s', 1e-6],
  ['fastSeekMs', 'near seek', 'ms', 1],
  ['fullSeekMs', 'far seek', 'ms', 1],
  ['rotationMs', 'a turn', 'ms', 1],
  ['requestMs', 'each request', 'ms', 1],
];

/** The drive that the weights of a run were read from; undefined where none was, or the trace is too old to say. */
export async function driveFacts({
  info: { plan },
  events,
}: Pick<TraceFile, 'info' | 'events'>): Promise<DriveFacts | undefined> {
  const { drive } = plan;
  if (drive === undefined) return undefined;
  const calibrator = new DriveCalibrator();
  for await (const some of events()) calibrator.add(some);
  const found = calibrator.result(drive.timing);
  const { label, source, requestMs } = storageOf(drive.disc);
  const assumed = { ...drive.timing, requestMs };
  return {
    medium: label,
    source,
    constants: names.map(([key, name, unit, scale]) => ({
      name,
      unit,
      assumed: assumed[key] * scale,
      ...(found?.measured.includes(key) === true && { fitted: found[key] * scale }),
    })),
    sentence:
      found === undefined
        ? 'Too few reads were measured to fit the constants to them.'
        : `Fitted to ${found.reads.toLocaleString('en')} reads: off by ${found.errorMs.toFixed(3)} ms a read in the mean, by ${(100 * Math.abs(found.errorShare)).toFixed(3)} % in all.`,
  };
}

/** Why nothing is fitted to the reads of a disc; undefined for traces that say which it was, or read none. */
export function noDriveSentence({ info, totals }: Pick<TraceFile, 'info' | 'totals'>): string | undefined {
  const isDisc = totals.reads.some(({ lba }) => lba !== undefined);
  return isDisc && info.plan.drive === undefined
    ? 'This trace does not say which disc was in the drive, so that no constants can be fitted to its reads.'
    : undefined;
}
