import { readFile } from 'node:fs/promises';
import { writeImage } from '../../disc/node/imageWriter';
import { sectorBytes } from '../../disc/sector';
import { choicesThatFit } from '../../model/plan/runFile';
import type { RunSettings } from '../../model/plan/runSettings';
import type { Placement } from '../../disc/imageLayout';
import type { BootContents } from '../bootFiles';
import { defaultDisc, imageOptionsOf, type DiscSettings } from '../discSettings';
import { withDiscFiles } from './discFiles';

/** A model ready to go onto a disc. */
export type DiscProgram = Pick<BootContents, 'model' | 'plan' | 'tokenizer'> & {
  readonly disc?: DiscSettings;
  readonly placement?: Placement;
};

/** Where the EE program is, how far the work is, and how it ends early. */
export interface ModelImageOptions {
  /** Absolute path of the EE program of PS2 ML. */
  readonly elf: string;
  readonly onProgress: (what: string, done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Builds the disc image of a model that runs by itself: it waits for no debugger, and its menu offers the prompt.
 * @param path absolute; an older image stays until the new one is complete.
 * @returns bytes written.
 * @throws Error when it cannot be written, or the reason of the abort.
 */
export async function writeModelImage(
  path: string,
  program: DiscProgram,
  run: RunSettings,
  { elf, onProgress, signal }: ModelImageOptions,
): Promise<number> {
  const { disc = defaultDisc, plan, model, placement } = program;
  const file = new Uint8Array(await readFile(disc.elf ?? elf));
  const choices = disc.elf === undefined ? choicesThatFit(plan, run.prompt, [run.prompt]) : [];
  const packing = (done: number, total: number): void => onProgress('Packing the weights', done, total);
  const { sectors } = await withDiscFiles(
    { ...program, choices },
    { ...run, waitForDebuggerMs: 0 },
    file,
    { signal, onProgress: packing },
    (files) =>
      writeImage(path, files, {
        ...imageOptionsOf(disc, placement),
        check: async () => model.source.checkUnchanged?.(),
        signal,
        onProgress: (done, total) => onProgress('Writing the image', done, total),
      }),
  );
  return sectors * sectorBytes;
}
