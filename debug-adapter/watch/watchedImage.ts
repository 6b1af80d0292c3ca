import { readWhole } from '../../disc/readWhole';
import type { ByteSource } from '../../disc/byteSource';
import { fileOfImage, findFile, type Volume } from '../../disc/volume';
import { readElf, type Elf } from '../../ee/elf';
import type { ConsoleOptions } from '../../ps2/console/options';
import type { ConsoleClient } from '../../ps2/worker/consoleClient';
import { consolePort } from '../targets/consolePort';
import { runConsole, type ConsoleRun, type RunLimits } from '../targets/consoleRun';
import type { ProgramWatch } from './programWatch';

/** A disc image that is open. */
interface OpenImage {
  readonly path: string;
  readonly source: ByteSource;
  readonly volume: Volume;
}

/** Whether a program on the image executes a plan of PS2 ML. */
export const hasPlan = ({ volume }: Pick<OpenImage, 'volume'>): boolean =>
  findFile(volume, 'PLAN.BIN') !== undefined;

/** Boots an image; the watch then knows its program. @throws Error when it does not boot. */
export async function bootWatched(
  client: ConsoleClient,
  { path, source, volume }: OpenImage,
  options: Pick<ConsoleOptions, 'discType' | 'inputs'>,
  watch: ProgramWatch,
): Promise<{ readonly program: string; readonly elf?: Elf }> {
  const { program } = await client.ask('boot', { image: path, options });
  const file = findFile(volume, program);
  const bytes = file && (await readWhole(fileOfImage(source, file), program));
  const booted = { program, ...(bytes && { elf: readElf(bytes, program) }) };
  watch.program = { name: program, ...(booted.elf && { elf: booted.elf }) };
  return booted;
}

/**
 * Runs a booted image to its end, and keeps an eye on the RAM of a program without a plan.
 * @param pause called repeatedly, each time while the program is paused. @returns true if the program has reported its end.
 */
export async function runWatched(
  client: ConsoleClient,
  image: OpenImage,
  watch: ProgramWatch,
  limits: RunLimits,
  pause: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<ConsoleRun> {
  const watchesRam = !hasPlan(image);
  const run = await runConsole(client, limits, async () => {
    const hasEnded = await pause();
    if (watchesRam) watch.stacks = await client.ask('stacks', {});
    return hasEnded;
  });
  if (watchesRam) await watch.compare(consolePort(client), image.source);
  return run;
}
