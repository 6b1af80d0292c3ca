import { HostFiles } from '../hostFiles';
import { MemoryRescue } from '../memoryRescue';
import { CommandLine, FileLine, routed, type LinkPlace } from './connection';

/** Measurements of a console on the network. */
export interface Ps2LinkMeasure {
  /** Median of a command that moves 16 bytes. */
  readonly roundTripMs: number;
  /** Speed of transferring memory to the PC. */
  readonly bytesPerSecond: number;
  /** The version, if ps2link reported it in the log; it does so only when it starts. */
  readonly version: string | undefined;
}

const trips = 5;
const readBytes = 0x10000;
/** Memory that no program changes: ps2link's own. */
const readAddress = 0x000f_0000;
const name = 'ps2ml.measure.';

/**
 * Measures a console that runs no program, because ps2link serves one request at a time.
 * @throws Error when it does not answer or a port is in use.
 */
export async function measurePs2Link(named: LinkPlace, signal: AbortSignal): Promise<Ps2LinkMeasure> {
  const place = await routed(named);
  let log = '';
  const commands = await CommandLine.open(place, (text) => (log += text));
  try {
    const rescue = new MemoryRescue((command) => commands.send(command), name);
    const virtual = new Map(Object.entries(rescue.files).map(([file, open]) => [name + file, open]));
    const line = await FileLine.open(place, new HostFiles(virtual, undefined, () => undefined), signal);
    try {
      const times: number[] = [];
      for (let trip = 0; trip < trips; trip++) times.push(await timeOf(() => rescue.read(readAddress, 16)));
      signal.throwIfAborted();
      const ms = await timeOf(() => rescue.read(readAddress, readBytes));
      return {
        roundTripMs: times.sort((a, b) => a - b)[trips >> 1] ?? 0,
        bytesPerSecond: readBytes / (Math.max(ms, 0.001) / 1000),
        version: /ps2link v?(\d[\w.]*)/i.exec(log)?.[1],
      };
    } finally {
      await line.close();
    }
  } finally {
    commands.close();
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
