import { storageOf } from '../plan/storage';
import { DriveCalibrator, type DriveConstants } from './calibration';
import type { TraceFile } from './file/reader';

/** A constant of a drive: the model's value, and the one fitted to the reads of a run, if measured. */
export interface DriveConstantFact {
  readonly name: string;
  readonly unit: string;
  readonly assumed: number;
  readonly fitted?: number;
}

/** The drive of a run, from its model and from the run's reads. */
export interface DriveFacts {
  /** The medium: `DVD 4x`. */
  readonly medium: string;
  /** The source of the model. */
  readonly source: string;
  readonly constants: readonly DriveConstantFact[];
  /** The error of the fit, or why there is none. */
  readonly sentence: string;
}

const names: readonly (readonly [keyof DriveConstants, name: string, unit: string, scale: number])[] = [
  ['topSpeed', 'speed at the edge', 'MB/s', 1e-6],
  ['fastSeekMs', 'short seek', 'ms', 1],
  ['fullSeekMs', 'long seek', 'ms', 1],
  ['rotationMs', 'rotation', 'ms', 1],
  ['requestMs', 'per request', 'ms', 1],
];

/** The drive that the weights of a run were read from; undefined if there were none, or in an old trace. */
export async function driveFacts({
  info: { plan },
  events,
}: Pick<TraceFile, 'info' | 'events'>): Promise<DriveFacts | undefined> {
  const { drive } = plan;
  // The pieces of a read that crosses matrices share its time, so that nothing can be fitted to them.
  if (drive === undefined || plan.program !== undefined) return undefined;
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
        ? 'Too few reads to fit the constants.'
        : `Fitted to ${found.reads.toLocaleString('en')} reads; error ${found.errorMs.toFixed(3)} ms per read on average, ${(100 * Math.abs(found.errorShare)).toFixed(3)} % in total.`,
  };
}

/** Why nothing is fitted to the reads of a disc; undefined for traces that record the disc, or have no reads. */
export function noDriveSentence({ info, totals }: Pick<TraceFile, 'info' | 'totals'>): string | undefined {
  const isDisc = totals.reads.some(({ lba }) => lba !== undefined);
  return isDisc && info.plan.drive === undefined
    ? 'Cannot fit constants: the trace does not record which disc was in the drive.'
    : undefined;
}
