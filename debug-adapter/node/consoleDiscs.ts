import { readFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { readElf, type Elf } from '../../ee/elf';
import { bootFiles } from '../../model/image/bootFiles';
import { ImageFolder } from '../../model/image/node/imageFolder';
import type { RunSettings } from '../../model/plan/runSettings';
import type { Program } from '../host';

/** Absolute paths that a built-in console needs. */
export interface ConsoleFiles {
  /** The EE program, `runtime/prebuilt/ps2ml.elf` of the package. */
  readonly elf: string;
  /** Where disc images are kept; a folder of the user's among temporary files when it is not given. */
  readonly images?: string;
}

/** A disc for a run, ready in a folder. */
export interface Disc {
  readonly path: string;
  readonly elf: Elf;
  discard(): Promise<void>;
}

/** Sessions boot from a DVD: its drive is the faster one, and every model fits that fits on a CD. */
export const discType = 'dvd';

/**
 * Builds the disc of a program, or takes the one that was built for the same before.
 * @throws Error in words, or the reason of the abort.
 */
export async function makeDisc(
  { elf: elfFile, images = temporaryImages() }: ConsoleFiles,
  { model, plan, tokenizer, placement }: Program,
  run: RunSettings,
  progress: (message: string) => void,
  signal: AbortSignal,
): Promise<Disc> {
  const bytes = new Uint8Array(await readProgram(elfFile));
  const elf = readElf(bytes, basename(elfFile));
  const percent = (what: string) => (done: number, total: number) => {
    progress(`${what}: ${Math.floor((done / total) * 100)} %`);
  };
  const contents = { model, plan, run, elf: bytes, ...(tokenizer && { tokenizer }) };
  const onProgress = percent('Packing the weights');
  const files = await bootFiles(contents, { signal, onProgress });
  const folder = new ImageFolder(images);
  const image = await folder.imageOf(files, {
    volume: 'PS2ML',
    discType,
    ...(placement !== undefined && { placement }),
    signal,
    onProgress: percent('Writing the disc image'),
  });
  return { path: image.path, elf, discard: () => folder.discard(image) };
}

async function readProgram(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Error(
      `The console's program ${path} cannot be read: it belongs to PS2 ML, so install PS2 ML again.`,
      { cause: error },
    );
  }
}

function temporaryImages(): string {
  return join(tmpdir(), `ps2ml-images-${userInfo().username}`);
}
