import { withEntry } from './driveLog';
import { cyclesOfMs, driveTimings, readTime, type DriveHead, type Positioning } from '../../disc/drive';
import { sectorBytes, type DiscType } from '../../disc/sector';
import { schedule } from '../machine/events';
import type { RpcCall } from '../iop/state';
import type { Machine } from '../machine/machine';

/** The source of a request: the program, or the IOP reading the directory. */
export type ReadPurpose = 'program' | 'directory' | 'seek';

/** Where the EE gets the data of a read. */
interface ReadDestination {
  /** Address as the program gave it. */
  readonly address: number;
  /** Bytes that go there, from byte `skip` of the first sector on. */
  readonly bytes: number;
  readonly skip: number;
}

/** Work for the drive, and what to do with the result. */
interface DriveRequest {
  readonly lba: number;
  /** 0: only a seek. */
  readonly sectors: number;
  readonly purpose: ReadPurpose;
  /** Absent where no data goes to the EE. */
  readonly to?: ReadDestination;
  readonly owner:
    | { readonly kind: 'cdvd-read' | 'cdvd-seek' | 'search-file' | 'open-file'; readonly call: RpcCall }
    | { readonly kind: 'read-file'; readonly call: RpcCall; readonly number: number; readonly bytes: number };
}

/** One request that the drive has finished. */
export interface DriveLogEntry {
  readonly lba: number;
  readonly sectors: number;
  readonly purpose: ReadPurpose;
  readonly positioning: Positioning;
  /** The head moved to another track: a fast or full seek. */
  readonly seek: boolean;
  /** When the drive started and finished it. */
  readonly startCycle: number;
  readonly endCycle: number;
  /** 0, or the error code of the CDVD service. */
  readonly error: number;
  /** Absent where no data went to the EE. */
  readonly to?: ReadDestination;
}

/** Sums over the drive's log, for one purpose. */
export interface DriveTotals {
  reads: number;
  sectors: number;
  bytes: number;
  seeks: number;
  errors: number;
  /** Cycles in which the drive was busy, and how many of them it spent on positioning the head. */
  busyCycles: number;
  positioningCycles: number;
}

export interface DriveState {
  discType: DiscType;
  head: DriveHead;
  /** The first request is in progress. */
  queue: DriveRequest[];
  /** The request in progress, as a log entry without an end. */
  startCycle: number;
  positioning: Positioning;
  positioningCycles: number;
  pendingError: number;
  /** Until then the drive detects the disc. */
  readyAt: number;
  /** Result of the last command as the S command "error" reports it. */
  lastError: number;
  readErrors: { lba: number; times: number }[];
  /** The first read that touches it never completes; -1: none. */
  endlessReadAt: number;
  /** A read that never completes has started. */
  stuck: boolean;
  totals: Record<ReadPurpose, DriveTotals>;
}

/** Error codes of the CDVD service (ps2sdk: SCECdEr…). */
const driveErrors = { none: 0, readyNot: 0x13, outOfDisc: 0x20, read: 0x30 } as const;

export const discReady = (machine: Machine): boolean => machine.now >= machine.state.drive.readyAt;

/** Passes a request to the drive; `driveDone` in iop/services.ts handles it when it is finished. */
export function requestDrive(machine: Machine, request: DriveRequest): void {
  const { drive } = machine.state;
  drive.queue.push(request);
  if (drive.queue.length === 1) startRequest(machine);
}

/** The request that is finished, logged; the next one is started. */
export function finishRequest(machine: Machine): { request: DriveRequest; error: number } | undefined {
  const { drive } = machine.state;
  const request = drive.queue.shift();
  if (request === undefined) return undefined;
  const error = drive.pendingError;
  drive.lastError = error;
  logRequest(machine, request, error);
  if (drive.queue.length > 0) startRequest(machine);
  return { request, error };
}

export const emptyTotals = (): DriveTotals => ({
  reads: 0,
  sectors: 0,
  bytes: 0,
  seeks: 0,
  errors: 0,
  busyCycles: 0,
  positioningCycles: 0,
});

function startRequest(machine: Machine): void {
  const { drive } = machine.state;
  const request = drive.queue[0];
  if (request === undefined) return;
  drive.startCycle = machine.now;
  drive.pendingError = errorOf(machine, request);
  if (drive.pendingError === driveErrors.readyNot || drive.pendingError === driveErrors.outOfDisc) {
    drive.positioning = 'none';
    drive.positioningCycles = 0;
    schedule(machine.state, machine.now, { kind: 'drive-done' });
    return;
  }
  if (touches(request, drive.endlessReadAt)) {
    drive.endlessReadAt = -1;
    drive.stuck = true;
    return; // No event ever ends it.
  }
  const time = readTime(driveTimings[drive.discType], drive.head, request.lba, request.sectors);
  drive.head = time.head;
  drive.positioning = time.positioning;
  drive.positioningCycles = cyclesOfMs(time.positioningMs);
  schedule(machine.state, machine.now + cyclesOfMs(time.totalMs), { kind: 'drive-done' });
}

function errorOf(machine: Machine, request: DriveRequest): number {
  const { drive } = machine.state;
  if (!discReady(machine)) return driveErrors.readyNot;
  if (request.lba + request.sectors > machine.disc.image.sectors) return driveErrors.outOfDisc;
  const planned = drive.readErrors.find((fault) => fault.times > 0 && touches(request, fault.lba));
  if (planned === undefined) return driveErrors.none;
  planned.times--;
  return driveErrors.read;
}

const touches = ({ lba, sectors }: DriveRequest, sector: number) => sector >= lba && sector < lba + sectors;

function logRequest(machine: Machine, request: DriveRequest, error: number): void {
  const { drive } = machine.state;
  const { lba, sectors, purpose, to } = request;
  const seek = drive.positioning === 'fast-seek' || drive.positioning === 'full-seek';
  const entry: DriveLogEntry = {
    lba,
    sectors,
    purpose,
    positioning: drive.positioning,
    seek,
    startCycle: drive.startCycle,
    endCycle: machine.now,
    error,
    ...(to !== undefined && error === 0 && { to }),
  };
  machine.driveLog = withEntry(machine.driveLog, entry);
  const totals = drive.totals[purpose];
  totals.reads++;
  totals.sectors += error === 0 ? sectors : 0;
  totals.bytes += error === 0 ? sectors * sectorBytes : 0;
  totals.seeks += seek ? 1 : 0;
  totals.errors += error === 0 ? 0 : 1;
  totals.busyCycles += entry.endCycle - entry.startCycle;
  totals.positioningCycles += drive.positioningCycles;
}
