import { readFile, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import type { ImageFile } from '../../disc/imageBytes';
import type { WriteImageOptions } from '../../disc/node/imageWriter';
import type { DiscType } from '../../disc/sector';
import { readElf, type Elf } from '../../ee/elf';
import { defaultDisc, imageOptionsOf, type DiscSettings } from '../../image/discSettings';
import { ImageFolder } from '../../image/node/imageFolder';
import { privateFolder } from '../../image/node/privateFolder';
import { buildImage } from '../../image/node/builtImage';
import type { RunSettings } from '../../model/plan/runSettings';
import type { Program } from '../../project/program/program';
import { withDiscFiles } from '../../image/node/discFiles';

/** Absolute paths that a built-in console needs. */
export interface ConsoleFiles {
  /** The EE program, `runtime/prebuilt/ps2ml.elf` of the package. */
  readonly elf: string;
  /** Folder for disc images. Default: a folder of the user among the temporary files. */
  readonly images?: string;
}

/** A disc for a run, ready in a folder. */
export interface Disc {
  readonly path: string;
  readonly discType: DiscType;
  readonly elf: Elf;
  /** A sentence about the build of a project's image, with the reason. */
  readonly news?: string;
  discard(): Promise<void>;
}

/**
 * Builds the disc of a program, or takes an existing one that was built for the same program.
 * @throws Error with a sentence for the user, or the reason of the abort.
 */
export async function makeDisc(
  { elf: ownElf, images }: ConsoleFiles,
  program: Program,
  run: RunSettings,
  progress: (message: string) => void,
  signal: AbortSignal,
): Promise<Disc> {
  const { disc = defaultDisc } = program;
  const percent = (what: string) => (done: number, total: number) => {
    progress(`${what}: ${Math.floor((done / total) * 100)} %`);
  };
  const elfFile = disc.elf ?? ownElf;
  const bytes = await readProgram(elfFile, disc.elf === undefined);
  const elf = readElf(bytes, basename(elfFile));
  const made = await withDiscFiles(
    program,
    run,
    bytes,
    { signal, onProgress: percent('Packing the weights') },
    (files) =>
      imageAt(disc, images, files, {
        ...imageOptionsOf(disc, program.placement),
        signal,
        onProgress: percent('Writing the disc image'),
      }),
  );
  return { ...made, discType: disc.type, elf };
}

async function imageAt(
  disc: DiscSettings,
  images: string | undefined,
  files: readonly ImageFile[],
  options: WriteImageOptions,
): Promise<Pick<Disc, 'path' | 'news' | 'discard'>> {
  if (disc.image === undefined) {
    const folder = new ImageFolder(images ?? (await privateFolder(temporaryImages())));
    const image = await folder.imageOf(files, options);
    return { path: image.path, discard: () => folder.discard(image) };
  }
  const path = disc.image;
  const { reasons } = await buildImage(path, files, options);
  const news = reasons.length > 0 ? `Built ${path}: ${reasons.join(', ')}.` : `${path} is up to date.`;
  return { path, news, discard: () => rm(path, { force: true }) };
}

/** The EE program at a path. @param isOurs it is part of PS2 ML. @throws Error when the file cannot be read. */
export async function readProgram(path: string, isOurs: boolean): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    const advice = isOurs
      ? 'it is part of PS2 ML: reinstall the extension'
      : 'build it, or remove "elf" to run the EE program of PS2 ML';
    throw new Error(`Cannot read the EE program ${path}: ${advice}.`, { cause: error });
  }
}

function temporaryImages(): string {
  return join(tmpdir(), `ps2ml-images-${userInfo().username}`);
}
