import { PineCommands } from '../pine/commands';
import type { PineClient } from '../pine/client';
import { PineMemory } from '../pine/memory';
import type { PineState } from '../../ps2/pine/wire';

/** Measurements of a PINE connection. */
export interface PineMeasure {
  readonly state: PineState;
  /** Median of one small request and its reply. */
  readonly roundTripMs: number;
  /** Speed of reading RAM; undefined while no game runs. */
  readonly bytesPerSecond: number | undefined;
  /** Disc code and title of the game; undefined while no game runs. */
  readonly game: { readonly id: string; readonly title: string } | undefined;
}

const trips = 21;
const readBytes = 0x100000;
const readAddress = 0x100000;

/**
 * Measures the round trip and throughput of a connection.
 * @param clock milliseconds.
 * @throws PineError when PCSX2 does not answer.
 */
export async function measureLink(
  client: Pick<PineClient, 'request'>,
  clock: () => number,
): Promise<PineMeasure> {
  const commands = new PineCommands(client);
  const state = await commands.state();
  const times: number[] = [];
  for (let trip = 0; trip < trips; trip++) {
    const start = clock();
    await commands.state();
    times.push(clock() - start);
  }
  const roundTripMs = times.sort((a, b) => a - b)[trips >> 1] ?? 0;
  if (state === 'shut down') return { state, roundTripMs, bytesPerSecond: undefined, game: undefined };
  const start = clock();
  await new PineMemory(client).read(readAddress, readBytes);
  const seconds = Math.max(clock() - start, 0.001) / 1000;
  const game = { id: await commands.id(), title: await commands.title() };
  return { state, roundTripMs, bytesPerSecond: readBytes / seconds, game };
}
