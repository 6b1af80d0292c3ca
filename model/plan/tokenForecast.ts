import { grouped } from '../grouped';
import { readTime, type DriveHead, type Positioning } from '../../disc/drive';
import { addTimes, noTime, type TimeSplit } from '../trace/timeSplit';
import { partOf, type ComputeTime } from './computeTime';
import type { Plan, Read } from './plan';
import type { Storage } from './storage';

/** The machine that a forecast is for. */
export interface TokenMachine {
  readonly storage: Storage;
  /** First sector of WEIGHTS.BIN on the medium. */
  readonly weightsSector: number;
  readonly compute: ComputeTime;
  /** Slots besides the one in use that the drive may fill ahead. 0: the program waits for each read from its start. */
  readonly readAhead: number;
}

/** A read of a token and the time it takes. */
export interface ForecastRead {
  readonly read: number;
  /** Absolute sector. */
  readonly lba: number;
  readonly sectors: number;
  readonly positioning: Positioning;
  readonly ms: number;
}

/** One token in the middle of a text: it finds the head where the token before left it. */
export interface TokenForecast {
  readonly split: TimeSplit;
  /** By the operation's index; they add up to `split`. */
  readonly operations: readonly TimeSplit[];
  readonly reads: readonly ForecastRead[];
  /** Reads that need a seek to another track. */
  readonly seeks: number;
  readonly sectors: number;
  /** Milliseconds of all reads, including those that the program does not wait for. */
  readonly diskMs: number;
}

/** The number of tokens after which the forecast no longer depends on the start. */
const tokensUntilSteady = 3;

/** Simulates the reads and operations of a token in the order of the EE program. */
export function forecastToken(plan: Plan, machine: TokenMachine): TokenForecast {
  const reads = plan.reads.filter(({ preload }) => !preload);
  const uses = usesOf(plan, reads, machine.compute);
  const clock = { now: 0, driveFree: 0, head: { lba: machine.weightsSector, spinning: true } };
  const done: number[] = [];
  let token = noToken;
  for (let turn = 0; turn < tokensUntilSteady; turn++) token = oneToken(uses, machine, clock, done);
  return token;
}

const noToken: TokenForecast = {
  split: noTime,
  operations: [],
  reads: [],
  seeks: 0,
  sectors: 0,
  diskMs: 0,
};

/** A span of computing, and the read that it waits for. */
interface Use {
  readonly operation: number;
  readonly read?: Read;
  readonly part: keyof ComputeTime;
  readonly ms: number;
}

interface Clock {
  now: number;
  driveFree: number;
  head: DriveHead;
}

/** The operations of a pass, split where one waits for another read. `compute` gives their times. */
function usesOf(plan: Plan, reads: readonly Read[], compute: ComputeTime): Use[] {
  const weights = { matmul: 0, attention: 0, rest: 0 };
  const readsOf = grouped(reads, ({ neededBy }) => neededBy);
  const pieces = plan.operations.flatMap((operation) => {
    const part = partOf(operation);
    const matrix = operation.matrix === undefined ? undefined : plan.matrices[operation.matrix];
    const weight =
      part === 'matmul' && matrix !== undefined ? matrix.rows * matrix.cols : operation.output.cols;
    weights[part] += weight;
    const own = readsOf.get(operation.index) ?? [];
    const piece = { operation: operation.index, part };
    if (own.length === 0) return [{ ...piece, weight }];
    return own.map((read) => ({ ...piece, read, weight: weight / own.length }));
  });
  return pieces.map(({ part, weight, ...piece }) => ({
    ...piece,
    part,
    ms: weights[part] === 0 ? 0 : (compute[part] * weight) / weights[part],
  }));
}

/** @param done when the slot of each read so far became free again, oldest first. */
function oneToken(
  uses: readonly Use[],
  { storage, weightsSector, readAhead }: TokenMachine,
  clock: Clock,
  done: number[],
): TokenForecast {
  const operations: TimeSplit[] = [];
  const reads: ForecastRead[] = [];
  for (const { operation, read, part, ms } of uses) {
    const split = { ...(operations[operation] ?? noTime) };
    operations[operation] = split;
    if (read !== undefined) {
      const lba = weightsSector + read.sector;
      const time = readTime(storage.timing, clock.head, lba, read.sectors);
      const readMs = time.totalMs + storage.requestMs;
      const slotFree = readAhead === 0 ? clock.now : (done.at(-1 - readAhead) ?? 0);
      const start = Math.max(clock.driveFree, slotFree);
      clock.head = time.head;
      clock.driveFree = start + readMs;
      split.disc += Math.max(0, clock.driveFree - clock.now);
      clock.now = Math.max(clock.now, clock.driveFree);
      reads.push({
        read: read.index,
        lba,
        sectors: read.sectors,
        positioning: time.positioning,
        ms: readMs,
      });
    }
    split[part] += ms;
    clock.now += ms;
    if (read !== undefined) done.push(clock.now);
  }
  return {
    split: operations.reduce(addTimes, noTime),
    operations,
    reads,
    seeks: reads.filter(({ positioning }) => positioning.endsWith('seek')).length,
    sectors: reads.reduce((sum, { sectors }) => sum + sectors, 0),
    diskMs: reads.reduce((sum, read) => sum + read.ms, 0),
  };
}
